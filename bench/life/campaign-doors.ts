import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '#local/hub-options.js';
import { loginAs } from '#local/login.js';
import type { ServiceName } from '#local/service-name.js';

export interface Answered {
  readonly status: number;
  readonly json: Record<string, any>;
}

export interface Act {
  readonly service: ServiceName;
  readonly path: string;
  /** A registered client, a member of staff's user name, or a guardian's CPR number; absent at control doors. */
  readonly who?: string;
  /** Default: POST with a body, GET without. */
  readonly method?: string;
  readonly body?: object;
  readonly contentType?: string;
}

/** Throws when what is waited for since then (milliseconds by `performance.now()`) will not come any more. */
export type Patience = (what: string, sinceMs: number) => void;

const LOGIN_GOOD_FOR_MS = 60_000;
/** A look costs the hub something too: the longer somebody has waited, the longer to the next one. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** The hub's doors for people and journals who do not give up: what is not answered is done again. */
export class CampaignDoors {
  private readonly logins = new Map<string, { token: string; until: number }>();
  private readonly beside = new Map<ServiceName, readonly string[]>();
  private acts = 0;
  /** What the hub did not answer or answered with a failure of its own. */
  readonly failures: { readonly atMs: number; readonly what: string }[] = [];

  constructor(
    private readonly hub: Hub,
    private readonly patience: Patience,
  ) {}

  /** From now on acts at this service go in turn to it and to the instances that stand beside it there. */
  alsoAt(service: ServiceName, urls: readonly string[]): void {
    this.beside.set(service, urls);
  }

  /** Acts, with one key for all tries, until there is an answer that is not a failure of the hub, whatever it says. */
  answer(act: Act): Promise<Answered> {
    const key = randomUUID();
    let last = 'nothing yet';
    const what = () => `An answer at ${act.service} ${act.path} (last: ${last})`;
    return this.until(what, async () => {
      try {
        const answered = await this.once(act, key);
        if (answered.status < 500) return answered;
        last = `${answered.status} ${JSON.stringify(answered.json)}`;
      } catch (error) {
        last = String((error as Error).cause ?? error);
      }
      return null;
    });
  }

  /** Acts once and answers what came back, a failure of the hub too; null when nothing did. */
  try(act: Act): Promise<Answered | null> {
    return this.once(act, randomUUID()).catch(() => null);
  }

  /** Acts until it is done. Throws when it is refused. */
  async insist(act: Act): Promise<Answered> {
    const answered = await this.answer(act);
    if (answered.status < 300) return answered;
    throw new Error(`${act.service} ${act.path} answered ${answered.status} ${JSON.stringify(answered.json)}`);
  }

  /** Looks until there is something to see. Throws when there never is. */
  async until<T>(what: string | (() => string), look: () => Promise<T | null>): Promise<T> {
    const began = performance.now();
    for (let rest = FIRST_PAUSE_MS; ; rest = Math.min(LONGEST_PAUSE_MS, rest * 1.5)) {
      const seen = await look();
      if (seen !== null) return seen;
      this.patience(typeof what === 'string' ? what : what(), began);
      await pause(rest);
    }
  }

  private async once(act: Act, key: string): Promise<Answered> {
    const fail = (why: string) =>
      this.failures.push({ atMs: performance.now(), what: `${act.service} ${act.path}: ${why}` });
    try {
      const answered = await this.send(act, key);
      if (answered.status >= 500) fail(`${answered.status} ${String(answered.json['code'] ?? '')}`);
      return answered;
    } catch (error) {
      fail(String((error as Error).cause ?? error));
      throw error;
    }
  }

  private async send({ service, path, who, method, body, contentType }: Act, key: string): Promise<Answered> {
    const response = await fetch(`${this.next(service)}${path}`, {
      method: method ?? (body ? 'POST' : 'GET'),
      headers: {
        ...(who === undefined ? {} : { authorization: `Bearer ${await this.tokenOf(who)}` }),
        ...(body ? { 'content-type': contentType ?? 'application/json', 'idempotency-key': key } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : {} };
  }

  private next(service: ServiceName): string {
    const urls = [this.hub.urls[service], ...(this.beside.get(service) ?? [])];
    this.acts += 1;
    return urls[this.acts % urls.length]!;
  }

  private async tokenOf(who: string): Promise<string> {
    if (who.startsWith('journal-')) return this.hub.tokenFor(who);
    const known = this.logins.get(who);
    if (known && known.until > performance.now()) return known.token;
    const login = await loginAs({ issuer: `${this.hub.urls['stand-ins']}/oidc`, username: who });
    this.logins.set(who, { token: login.accessToken, until: performance.now() + LOGIN_GOOD_FOR_MS });
    return login.accessToken;
  }
}
