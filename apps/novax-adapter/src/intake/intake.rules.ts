import type { Receipt } from './receipt.js';
import type { Entry, Submission } from './entry.js';
import { traceIdOf } from '#observability/traceparent.js';

/** What is stored of an entry that came before under the same ids. */
export interface EarlierEntry {
  readonly receiptId: string;
  readonly contentHash: Buffer;
  readonly receipt: string;
}

/** An entry that is to be stored, with the receipt its sender gets. */
export interface TakenEntry {
  readonly submission: Submission;
  readonly entry: Entry;
  readonly receiptId: string;
  /** JSON text. */
  readonly receipt: string;
}

type Decision =
  | {
      readonly outcome: 'taken' | 'repeated';
      /** One per entry, in the order sent; those of repeated entries are the earlier ones. */
      readonly receipts: readonly string[];
      readonly receiptIds: readonly string[];
      readonly taken: readonly TakenEntry[];
    }
  | { readonly outcome: 'conflict'; readonly entry: Entry; readonly earlier: EarlierEntry };

/** What makes two sendings the same one: source, record and version, or the report's instant where there is no version. */
export function entryKey(submission: Submission, entry: Entry): string {
  const { municipality, sourceSystem } = submission.sender;
  return [municipality, sourceSystem, entry.recordId, entry.edition].join('\n');
}

/**
 * Decides a submission as a whole. Same ids and same content: the earlier receipt, byte for byte. Same ids and another
 * content: conflict. `earlier` holds what is stored and what this batch has taken so far, by entryKey; taken entries are
 * added to it. `idOf` gives the receipt id that an entry gets if it is taken. Pure but for that map.
 */
export function decide(
  submission: Submission,
  earlier: Map<string, EarlierEntry>,
  idOf: (entry: Entry) => string,
): Decision {
  const receipts: string[] = [];
  const receiptIds: string[] = [];
  const taken: TakenEntry[] = [];
  const own = new Map<string, EarlierEntry>();
  for (const entry of submission.entries) {
    const key = entryKey(submission, entry);
    const before = earlier.get(key) ?? own.get(key);
    if (before && !before.contentHash.equals(entry.contentHash)) return { outcome: 'conflict', entry, earlier: before };
    const receiptId = before?.receiptId ?? idOf(entry);
    const receipt = before?.receipt ?? receiptOf(submission, entry, receiptId);
    if (!before) {
      taken.push({ submission, entry, receiptId, receipt });
      own.set(key, { receiptId, contentHash: entry.contentHash, receipt });
    }
    receipts.push(receipt);
    receiptIds.push(receiptId);
  }
  for (const [key, entry] of own) earlier.set(key, entry);
  return { outcome: taken.length > 0 ? 'taken' : 'repeated', receipts, receiptIds, taken };
}

function receiptOf(submission: Submission, entry: Entry, receiptId: string): string {
  return JSON.stringify({
    receiptId,
    status: 'received',
    format: submission.format,
    recordId: entry.recordId,
    version: entry.version,
    reportedAt: entry.reportedAt,
    receivedAt: submission.receivedAt,
    traceId: traceIdOf(entry.traceparent),
    warnings: entry.facts.warnings,
  } satisfies Receipt);
}
