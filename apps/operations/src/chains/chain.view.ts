import type { FoundGap, Gap } from '../gaps/gap.js';
import type { ChainState } from './chain-state.sql.js';
import type { ChainStep } from './chain-step.js';
import type { FoundChain } from './found-chain.js';

/** A chain with the time of each step, counted from the first one. */
export interface ChainView {
  readonly traceId: string;
  readonly municipality: string;
  readonly receiptId: string;
  readonly sourceSystem: string;
  readonly recordId: string | null;
  readonly state: ChainState;
  readonly startedAt: string;
  readonly lastAt: string;
  readonly totalMs: number;
  readonly steps: readonly (Omit<ChainStep, 'traceId' | 'rank'> & {
    readonly elapsedMs: number;
    readonly stepMs: number;
  })[];
  readonly gaps: readonly Gap[];
}

/** Puts steps in the order in which they happened and counts the times between them. */
export function chainView(found: FoundChain, unordered: readonly ChainStep[], gaps: readonly FoundGap[]): ChainView {
  const steps = [...unordered].sort(
    (a, b) =>
      Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || a.rank - b.rank || (a.eventId < b.eventId ? -1 : 1),
  );
  const first = Date.parse(steps[0]?.occurredAt ?? '') || 0;
  let previous = first;
  const timed = steps.map(({ traceId: _traceId, rank: _rank, ...step }) => {
    const at = Date.parse(step.occurredAt);
    const stepMs = at - previous;
    previous = at;
    return { ...step, elapsedMs: at - first, stepMs };
  });
  return {
    ...found,
    startedAt: steps[0]?.occurredAt ?? '',
    lastAt: steps.at(-1)?.occurredAt ?? '',
    totalMs: previous - first,
    steps: timed,
    gaps: gaps.map(({ traceId: _traceId, municipality: _municipality, ...gap }) => gap),
  };
}
