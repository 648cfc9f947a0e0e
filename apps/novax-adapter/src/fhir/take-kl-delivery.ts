import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { inSpan } from '#observability/in-span.js';
import { activeTraceparent, contextOf, spanContextOf, traceparentOf } from '#observability/traceparent.js';
import { Clock } from '#service/clock.js';
import { adbbAges } from '../adbb-ages.js';
import { FindChild } from '../children/find-child.js';
import type { Entry } from '../intake/entry.js';
import { Intake } from '../intake/intake.js';
import { judgeRecordId } from '../intake/record-id.rules.js';
import { RefuseEntry } from '../intake/refuse-entry.js';
import type { KlDelivery, KlReport } from '../kl/kl-delivery.js';
import { readKlDelivery } from '../kl/read-kl-delivery.js';
import { HashKey } from '../sealing/hash-key.js';
import { mayHandIn } from '../senders/may-hand-in.rules.js';
import type { SenderRow } from '../senders/sender.row.js';
import { reportOriginals } from './report-originals.js';
import { sentBundleId } from './sent-bundle-id.js';

const format = 'kl_delivery_report';

/** Takes a national delivery in, one report or many, as a whole; or refuses it as a whole. */
@Injectable()
export class TakeKlDelivery {
  constructor(
    private readonly clock: Clock,
    private readonly findChild: FindChild,
    private readonly hashKey: HashKey,
    private readonly intake: Intake,
    private readonly refuseEntry: RefuseEntry,
  ) {}

  /** The receipt, or the receipts of an incremental delivery, as JSON text. Throws RecordedRefusal for what is wrong. */
  async run(sender: SenderRow, bytes: Buffer, mediaType: string): Promise<{ answer: string; location: string | null }> {
    this.intake.mustAccept();
    try {
      mayHandIn(sender, format);
      const form = mediaType.includes('xml') ? 'application/fhir+xml' : 'application/fhir+json';
      const delivery = readKlDelivery(bytes, form, { now: this.clock.now(), sender, ageLimits: adbbAges });
      const entries = await this.entriesOf(sender, delivery, bytes, mediaType);
      const { receipts, receiptIds } = await this.intake.take({
        sender,
        format,
        entries,
        traceparent: activeTraceparent(),
        receivedAt: this.clock.now().toString(),
      });
      return delivery.kind === 'report'
        ? { answer: receipts[0] ?? '', location: `/receipts/${receiptIds[0]}` }
        : { answer: `{"receipts":[${receipts.join(',')}]}`, location: null };
    } catch (error) {
      throw await this.refuseEntry.run(error, sender, format, sentBundleId(bytes, mediaType));
    }
  }

  private async entriesOf(
    sender: SenderRow,
    delivery: KlDelivery,
    bytes: Buffer,
    mediaType: string,
  ): Promise<readonly Entry[]> {
    const originals = reportOriginals(delivery, bytes, mediaType);
    return Promise.all(
      delivery.reports.map(async (report, at) => {
        const place = delivery.kind === 'report' ? 'Bundle' : `Bundle.entry[${at}].resource`;
        const original = originals[at];
        if (!original) throw new Error('A report has no original');
        const traceparent = delivery.kind === 'report' ? activeTraceparent() : traceOfItsOwn();
        const childId = await this.childOf(sender, report, place);
        return this.entryOf(report, childId, place, { original, traceparent });
      }),
    );
  }

  private async childOf(sender: SenderRow, report: KlReport, place: string): Promise<string | null> {
    if (report.childCpr === null) return null;
    const childId = await this.findChild.run(sender.municipality, report.childCpr);
    if (childId === null) throw new RefusalError('UNKNOWN_CHILD', { place });
    return childId;
  }

  private entryOf(
    report: KlReport,
    childId: string | null,
    place: string,
    sent: Pick<Entry, 'original' | 'traceparent'>,
  ): Entry {
    const { visit, adbb, observations, assessments, withdrawn, warnings, withheld } = report;
    return {
      recordId: judgeRecordId(report.recordId, `${place}.id`),
      version: null,
      reportedAt: report.reportedAt,
      childId,
      contentHash: this.hashKey.ofContent(report.contentHash),
      facts: { visit, adbb, observations, assessments, withdrawn, warnings, withheld },
      ...sent,
    };
  }
}

/** A new trace for one report of a delivery, linked to the request that brought them all. */
function traceOfItsOwn(): string | null {
  const request = spanContextOf(activeTraceparent());
  return inSpan('take report', { parent: contextOf(null), links: request ? [request] : [] }, traceparentOf);
}
