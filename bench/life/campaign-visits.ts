import { buildTwoMonthReport } from '#local/two-month-report.js';
import type { Act, CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily, Family, VisitedFamily } from './campaign-family.js';
import type { Ledger } from '../ledger.js';

type SentResult = CampaignFamily['results'][number];

const nurse = 'hv1-nurse';
const journal = 'journal-k1';
const ITEMS = [1, 0, 0, 0, 1, 0, 0, 0];
const NOVAX_ITEMS = [
  '1facialExpression',
  '2eyeContact',
  '3generalLevelOfActivity',
  '4selfStimulatingGestures',
  '5vocalizations',
  '6brisknessOfResponseToStimulation',
  '7relationship',
  '8attraction',
];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A new child's visits: registered, observed and reported three times, summed up and shared, and read by the mother. */
export class CampaignVisits {
  private records = 0;

  constructor(
    private readonly doors: CampaignDoors,
    private readonly ledger: Ledger,
    /** Record ids begin with it. */
    private readonly name = 'KILL',
  ) {}

  async ofNewChild(family: Family): Promise<VisitedFamily> {
    return this.of(await this.register(family));
  }

  /** The same for a child that is registered already. */
  async of(registered: CampaignFamily): Promise<VisitedFamily> {
    const { childId, child, mother } = registered;
    const first = await this.sendResult(childId, child);
    const second = await this.sendReport(childId, registered);
    const third = await this.sendResult(childId, child);
    const documentId = await this.share(childId, first.recordId);
    await this.doors.insist({ service: 'parent-portal', path: `/documents/${documentId}`, who: mother });
    return {
      ...registered,
      results: [first, second, third],
      documentId,
      chain: { receiptId: first.receiptId, ends: 'complete' },
      letters: { child: 0, mother: 1, father: 1 },
    };
  }

  /** A child that is known to the hub, about whom nothing is promised yet. */
  async register(family: Family): Promise<CampaignFamily> {
    const body = { cpr: family.child, healthVisitingUnit: 'HV-1' };
    const { json } = await this.doors.insist({ service: 'consent', path: '/children', who: nurse, body });
    return {
      ...family,
      childId: json['childId'],
      results: [],
      chain: null,
      letters: { child: 0, mother: 0, father: 0 },
      replies: 0,
      messages: 0,
      consents: [],
      informationRequests: [],
      tasks: {},
      events: {},
    };
  }

  /** Waits until everybody can hear of the result. */
  async isTold(recordId: string): Promise<void> {
    const { entries } = this.ledger;
    await this.doors.until(
      `the event about result ${recordId}`,
      async () => entries.get(recordId)?.visibleAtMs ?? null,
    );
  }

  sendResult(childId: string, childCpr: string): Promise<SentResult> {
    const { recordId, ...entry } = this.newResult(childCpr);
    return this.send(childId, recordId, entry);
  }

  /** A result that nobody has sent yet. */
  newResult(childCpr: string): { recordId: string; path: string; body: object } {
    const recordId = this.nextId();
    return {
      recordId,
      path: '/novax/results',
      body: {
        recordId,
        version: 1,
        childCpr,
        observedAt: new Date(Date.now() - HOUR_MS).toISOString(),
        items: Object.fromEntries(NOVAX_ITEMS.map((item, at) => [item, ITEMS[at]])),
        total: 2,
        observerCertified: true,
      },
    };
  }

  private sendReport(childId: string, family: Family): Promise<SentResult> {
    const reportId = this.nextId();
    const report = buildTwoMonthReport({
      childCpr: family.child,
      motherCpr: family.mother,
      items: ITEMS,
      total: 2,
      observedOn: new Date(Date.now() - DAY_MS).toISOString().slice(0, 10),
      reportId,
      timestamp: new Date(Date.now() - HOUR_MS).toISOString(),
    });
    // The record knows a result of the national report by the id of its ADBB resource.
    const entry = { path: '/fhir/Bundle', contentType: 'application/fhir+json', body: report };
    return this.send(childId, `${reportId}-adbb`, entry);
  }

  private async send(
    childId: string,
    recordId: string,
    entry: Pick<Act, 'path' | 'body' | 'contentType'>,
  ): Promise<SentResult> {
    const promised = this.ledger.sent(recordId, childId);
    const { json } = await this.doors.insist({ service: 'novax-adapter', who: journal, ...entry });
    promised.acknowledgedAtMs = performance.now();
    return { recordId, receiptId: json['receiptId'] };
  }

  private nextId(): string {
    this.records += 1;
    return `${this.name}-${this.records}`;
  }

  private async share(childId: string, recordId: string): Promise<string> {
    const documentId = await this.write(childId, recordId);
    await this.doors.insist({ service: 'screening', path: `/documents/${documentId}/share`, who: nurse, body: {} });
    return documentId;
  }

  /** A summary whose answer was lost is sent again with its key, so that it is written once. */
  async write(childId: string, recordId: string): Promise<string> {
    const basedOnResultId = await this.doors.until(`result ${recordId} in the record`, async () => {
      // Until the first event about the child was heard there is no record.
      const record = await this.doors.answer({ service: 'screening', path: `/children/${childId}/record`, who: nurse });
      return record.json['results']?.find((result: any) => result.recordId === recordId)?.resultId ?? null;
    });
    const body = { kind: 'health_visit_summary', text: 'Et godt besøg.', basedOnResultId };
    const path = `/children/${childId}/documents`;
    const { json } = await this.doors.insist({ service: 'screening', path, who: nurse, body });
    return json['documentId'];
  }
}
