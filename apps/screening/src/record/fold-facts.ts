import { emptyRecord, type ChildRecord } from './child-record.js';
import { evolve } from './evolve.js';
import type { PlacedFact } from './record-batch.js';

/** The records of the children whose kept facts are given, each child's in order. Nothing but folding: no effect can come of it. */
export function foldFacts(facts: readonly PlacedFact[]): Map<string, ChildRecord> {
  const records = new Map<string, ChildRecord>();
  for (const { childId, municipality, fact } of facts) {
    records.set(childId, evolve(records.get(childId) ?? emptyRecord(childId, municipality), fact));
  }
  return records;
}
