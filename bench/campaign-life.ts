import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '#local/hub-options.js';

interface Child {
  readonly cpr: string;
  readonly guardians: readonly string[];
}

interface Answered {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

/** Daily life for the campaign: families come, journals send, a health visitor shares. Every act is tried until it is answered. */
export class CampaignLife {
  private families = 0;
  private records = 0;

  constructor(
    private readonly hub: Hub,
    private readonly nurseToken: () => Promise<string>,
  ) {}

  /** New families in the register and in the hub. */
  async newChildren(count: number): Promise<(Child & { childId: string })[]> {
    this.families += count;
    const answer = await this.call(`${this.hub.urls['stand-ins']}/control/custody-register/generated-families`, '', {
      method: 'PUT',
      body: { count: this.families, firstBirth: '2026-01-05' },
    });
    const families = (answer.json['families'] as { child: string; guardians: string[] }[]).slice(-count);
    const children = [];
    for (const { child, guardians } of families) {
      const registered = await this.insist(`${this.hub.urls.consent}/children`, this.nurseToken, {
        cpr: child,
        healthVisitingUnit: 'HV-1',
      });
      children.push({ cpr: child, guardians, childId: String(registered.json['childId']) });
    }
    return children;
  }

  /** A journal sends a result until it is acknowledged; gives the record id. */
  async sendResult(child: Child, observedAt: string): Promise<string> {
    const recordId = `KILL-${(this.records += 1)}`;
    await this.insist(`${this.hub.urls['novax-adapter']}/novax/results`, () => this.hub.tokenFor('journal-k1'), {
      recordId,
      version: 1,
      childCpr: child.cpr,
      observedAt,
      items: {
        '1facialExpression': 1,
        '2eyeContact': 0,
        '3generalLevelOfActivity': 0,
        '4selfStimulatingGestures': 0,
        '5vocalizations': 1,
        '6brisknessOfResponseToStimulation': 0,
        '7relationship': 0,
        '8attraction': 0,
      },
      total: 2,
      observerCertified: true,
    });
    return recordId;
  }

  /** A health visitor writes and shares; an unanswered share is asked for again. */
  async share(childId: string): Promise<void> {
    const screening = this.hub.urls.screening;
    const written = await this.insist(`${screening}/children/${childId}/documents`, this.nurseToken, {
      kind: 'health_visit_summary',
      text: 'Et godt besøg.',
    });
    await this.insist(`${screening}/documents/${String(written.json['documentId'])}/share`, this.nurseToken, {});
  }

  /** Recipients of the letters that the channel has got, once for each message it was given. */
  async lettersReceived(): Promise<{ recipientCpr: string; messageUuid: string }[]> {
    const answer = await this.call(`${this.hub.urls['stand-ins']}/control/digital-post/letters`, '', { method: 'GET' });
    return answer.json['letters'] as { recipientCpr: string; messageUuid: string }[];
  }

  private async insist(url: string, token: () => Promise<string>, body: object): Promise<Answered> {
    const end = performance.now() + 60_000;
    for (;;) {
      const answer = await token()
        .then((bearer) => this.call(url, bearer, { method: 'POST', body }))
        .catch(() => null);
      if (answer && answer.status < 300) return answer;
      const worthAnotherTry = answer === null || answer.status >= 500;
      if (!worthAnotherTry || performance.now() > end) {
        throw new Error(`${url} answered ${answer?.status ?? 'nothing'} ${JSON.stringify(answer?.json ?? {})}`);
      }
      await pause(100);
    }
  }

  private async call(
    url: string,
    token: string,
    { method, body }: { method: string; body?: object },
  ): Promise<Answered> {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { status: response.status, json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} };
  }
}
