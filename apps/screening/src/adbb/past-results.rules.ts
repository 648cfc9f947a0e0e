import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import type { ChildRecord } from '../record/child-record.js';
import { resultKey, type AdbbResult } from './adbb-result.js';
import { compareObservations, episodeStarts } from './adbb.rules.js';

/** So many standing results, and the whole of an open repeat, stay in the record; older ones lie in the facts. */
const KEPT = 4;

/**
 * The record as it is stored: results that can no longer touch the level by a new observation are left out, so that the next
 * entry costs the same after ten visits and after a thousand. Cut only where no repeat was open: from there on the level
 * comes out the same as from all results.
 */
export function withoutPast(record: ChildRecord, kept = KEPT): ChildRecord {
  const { adbb } = record;
  const all = adbb.past + adbb.results.length;
  if (all <= kept) return record;
  const standing = adbb.results.filter(({ state }) => state === 'standing').toSorted(compareObservations);
  const from = episodeStarts(standing).findLast((start) => standing.length - start >= kept) ?? 0;
  const results = standing.slice(from);
  return { ...record, adbb: { ...adbb, results, past: all - results.length } };
}

/** Whether the entry can be decided on the stored record alone: it only adds results, and none before those in the record. */
export function needsPast(
  { adbb }: ChildRecord,
  entry: JournalEntryReceivedV1,
  receivedAt: string,
  knownKeys: ReadonlySet<string>,
): boolean {
  if (adbb.past === 0) return false;
  const keys = keysOf(entry);
  if (keys.some((key) => knownKeys.has(key))) return true;
  const [earliest] = adbb.results.toSorted(compareObservations);
  if (!earliest) return false;
  return entry.adbb.some(({ resourceId, observedOn, observedAt }) => {
    const position = { sourceSystem: entry.sourceSystem, recordId: resourceId, observedOn, observedAt, receivedAt };
    return compareObservations(position, earliest) <= 0;
  });
}

/** The keys of all results that the entry speaks of. */
export function keysOf({ sourceSystem, adbb, withdrawn }: JournalEntryReceivedV1): string[] {
  return [...adbb, ...withdrawn].map(({ resourceId }) => resultKey({ sourceSystem, recordId: resourceId }));
}

/** The record with all its results again, as the facts tell them. */
export function withPast(record: ChildRecord, results: AdbbResult[]): ChildRecord {
  return { ...record, adbb: { ...record.adbb, results, past: 0 } };
}
