import type { PlacedFact } from '../record/record-batch.js';

/**
 * Children that are not rebuilt, because facts are missing, as after part of a backup was put back: a child's facts, given in order, are not
 * numbered from 1 without a hole, or do not reach as far as the view that stands there.
 */
export function viewsToKeep(
  viewed: ReadonlyMap<string, { readonly revision: number }>,
  facts: readonly PlacedFact[],
): Set<string> {
  const last = new Map<string, number>();
  const holed = new Set<string>();
  for (const { childId, seq } of facts) {
    if (seq !== (last.get(childId) ?? 0) + 1) holed.add(childId);
    last.set(childId, seq);
  }
  const ahead = [...viewed].filter(([childId, { revision }]) => {
    const reached = last.get(childId);
    return reached === undefined || revision > reached;
  });
  return new Set([...holed, ...ahead.map(([childId]) => childId)]);
}
