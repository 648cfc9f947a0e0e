import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { inSpan } from '#observability/in-span.js';
import { activeTraceparent, contextOf, spanContextOf, traceparentOf } from '#observability/traceparent.js';
import { Clock } from '#service/clock.js';
import { AdbbAges } from '../ages/adbb-ages.js';
import { FindChild } from '../children/find-child.js';
import type { Entry } from '../intake/entry.js';
import { Intake } from '../intake/intake.js';
import { judgeRecordId } from '../intake/record-id.rules.js';
import { RefuseEntry } from '../intake/refuse-entry.js';
import type { KlDelivery, KlReport } from '../kl/kl-delivery.js';
import { HashKey } from '../sealing/hash-key.js';
import type { SenderRow } from '../senders/sender.row.js';
import { judgeDelivery, type Judgement, type SentDelivery } from './judge-delivery.js';
import { JudgingThread } from './judging-thread.js';
import type { Original } from './report-originals.js';

const format = 'kl_delivery_report';

/** Judging more than this takes longer than other requests should wait. */
const LARGE_BYTES = 500_000;

/** Takes a national delivery in, one report or many, as a whole; or refuses it as a whole. */
@Injectable()
export class TakeKlDelivery {
  constructor(
    private readonly clock: Clock,
    private readonly ages: AdbbAges,
    private readonly findChild: FindChild,
    private readonly hashKey: HashKey,
    private readonly judgingThread: JudgingThread,
    private readonly intake: Intake,
    private readonly refuseEntry: RefuseEntry,
  ) {}

  /** The receipt, or the receipts of an incremental delivery, as JSON text. Throws RecordedRefusal for what is wrong. */
  async run(sender: SenderRow, bytes: Buffer, mediaType: string): Promise<{ answer: string; location: string | null }> {
    this.intake.mustAccept();
    let bundleId: string | null = null;
    try {
      const { formats, observersCertified } = sender;
      const nowMs = this.clock.now().epochMilliseconds;
      const ageLimits = this.ages.of(sender.municipality);
      const sent = { bytes, mediaType, sender: { formats, observersCertified }, ageLimits, nowMs };
      const judgement = await this.judge(sent);
      if (judgement.outcome === 'refused') {
        bundleId = judgement.bundleId;
        throw judgement.refusal;
      }
      const { delivery, originals } = judgement;
      bundleId = delivery.deliveryId;
      const entries = await this.entriesOf(sender, delivery, originals);
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
      throw await this.refuseEntry.run(error, sender, format, bundleId);
    }
  }

  private async judge(sent: SentDelivery): Promise<Judgement> {
    return sent.bytes.byteLength > LARGE_BYTES ? this.judgingThread.judge(sent) : judgeDelivery(sent);
  }

  private async entriesOf(
    sender: SenderRow,
    delivery: KlDelivery,
    originals: readonly Original[],
  ): Promise<readonly Entry[]> {
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
      edition: report.sentAt,
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
