import type { ChainStart } from './chain-start.js';
import type { ChainStep } from './chain-step.js';

export interface Gap {
  readonly step: string;
  readonly letterId: string | null;
  readonly since: string;
  readonly dueAt: string;
  readonly detectedAt: string;
  readonly closedAt: string | null;
}

/** A chain with the time of each step, counted from the first one. */
export interface ChainView {
  readonly traceId: string;
  readonly municipality: string;
  readonly receiptId: string;
  readonly sourceSystem: string;
  readonly recordId: string | null;
  readonly state: 'running' | 'complete' | 'refused' | 'failed' | 'stopped';
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
export function chainView(start: ChainStart, unordered: readonly ChainStep[], gaps: readonly Gap[]): ChainView {
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
    ...start,
    state: stateOf(steps, gaps),
    startedAt: steps[0]?.occurredAt ?? '',
    lastAt: steps.at(-1)?.occurredAt ?? '',
    totalMs: previous - first,
    steps: timed,
    gaps: gaps.map(({ step, letterId, since, dueAt, detectedAt, closedAt }) => ({
      step,
      letterId,
      since,
      dueAt,
      detectedAt,
      closedAt,
    })),
  };
}

/** A chain ends with a refusal, or when every letter it asked for has come to its end. */
function stateOf(steps: readonly ChainStep[], gaps: readonly Gap[]): ChainView['state'] {
  const named = (name: string): ChainStep[] => steps.filter((step) => step.name === name);
  if (named('journal.entry.rejected').length > 0) return 'refused';
  if (named('letter.failed').length > 0) return 'failed';
  if (gaps.some((gap) => gap.closedAt === null)) return 'stopped';
  const ended = new Set([...named('letter.delivered'), ...named('letter.cancelled')].map((step) => step.letterId));
  const asked = named('letter.requested');
  return asked.length > 0 && asked.every((step) => ended.has(step.letterId)) ? 'complete' : 'running';
}
