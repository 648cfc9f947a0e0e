import { RefusalError } from '#contracts/refusal-error.js';
import { traceIdOf } from '#observability/traceparent.js';
import type { Refusal, Submission } from './entry.js';
import type { decide, TakenEntry } from './intake.rules.js';
import type { IntakeLine, NumberedRefusal } from './intake.store.js';
import { newReceiptId } from './receipt-id.js';
import { RecordedRefusal } from './recorded-refusal.js';

/** What a request gets: the receipts of what it sent, or the receipt id of its refusal. */
export interface Taken {
  readonly receipts: readonly string[];
  readonly receiptIds: readonly string[];
}

/** What the transaction of a batch has to write, and what each of the batch is then told. */
export interface BatchWork {
  readonly taken: TakenEntry[];
  readonly refusals: NumberedRefusal[];
  readonly lines: IntakeLine[];
  readonly results: PromiseSettledResult<Taken>[];
}

/** Adds a refusal that was decided before the batch. */
export function recordRefusal(refusal: Refusal, work: BatchWork): void {
  const receiptId = newReceiptId();
  work.refusals.push({ ...refusal, receiptId, conflictsWith: null });
  work.lines.push(lineOf(refusal, 'refused', receiptId));
  work.results.push({ status: 'fulfilled', value: { receipts: [], receiptIds: [receiptId] } });
}

/** Adds what was decided about a submission; a conflict becomes a refusal of its own. */
export function recordDecision(submission: Submission, decision: ReturnType<typeof decide>, work: BatchWork): void {
  if (decision.outcome !== 'conflict') {
    const { receipts, receiptIds } = decision;
    const taken = new Set(decision.taken.map(({ receiptId }) => receiptId));
    work.taken.push(...decision.taken);
    for (const id of receiptIds) work.lines.push(lineOf(submission, taken.has(id) ? 'taken' : 'repeated', id));
    work.results.push({ status: 'fulfilled', value: { receipts, receiptIds } });
    return;
  }
  const receiptId = newReceiptId();
  const refusal = new RefusalError('ENTRY_CONFLICT');
  work.refusals.push({
    ...submission,
    receiptId,
    recordId: decision.entry.recordId,
    code: refusal.code,
    place: null,
    conflictsWith: decision.earlier.receiptId,
  });
  work.lines.push(lineOf(submission, 'conflict', receiptId));
  work.results.push({ status: 'rejected', reason: new RecordedRefusal(refusal, receiptId) });
}

function lineOf(
  { sender, receivedAt, traceparent }: Submission | Refusal,
  outcome: IntakeLine['outcome'],
  receiptId: string,
): IntakeLine {
  const { municipality, clientId } = sender;
  return { at: receivedAt, municipality, clientId, outcome, receiptId, traceId: traceIdOf(traceparent) };
}
