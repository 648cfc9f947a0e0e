import type { PlacedFact } from '../record/record-batch.js';

/**
 * Children whose view must stay, because facts are missing from which it was folded, as after part of a backup was put back: none is kept,
 * or a child's facts, given in order, are not numbered from 1 without a hole.
 */
export function viewsToKeep(viewed: Iterable<string>, facts: readonly PlacedFact[]): Set<string> {
  const last = new Map<string, number>();
  const holed = new Set<string>();
  for (const { childId, seq } of facts) {
    if (seq !== (last.get(childId) ?? 0) + 1) holed.add(childId);
    last.set(childId, seq);
  }
  return new Set([...viewed].filter((childId) => !last.has(childId) || holed.has(childId)));
}
