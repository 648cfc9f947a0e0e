import { counter } from '#observability/metrics.js';
import type { PlacedFact } from './record-batch.js';

const facts = counter('hub.screening.facts');
const levels = counter('hub.screening.levels');

/** Counts what has been committed, by kind and level; never by child. */
export function countFacts(placed: readonly PlacedFact[]): void {
  const byType = new Map<string, number>();
  for (const { fact } of placed) {
    byType.set(fact.type, (byType.get(fact.type) ?? 0) + 1);
    if (fact.type !== 'level.judged' || !fact.data.told) continue;
    levels.add(1, { level: fact.data.judgement?.level ?? 'none', late: fact.data.judgement?.late ?? false });
  }
  for (const [type, count] of byType) facts.add(count, { type });
}
