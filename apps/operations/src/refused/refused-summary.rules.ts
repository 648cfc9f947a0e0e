import { refusalCodes } from '#contracts/refusal-codes.js';
import type { RefusedCount } from './refused-entries.store.js';

/** One kind of refusal of one sender over some days. */
export interface RefusedKind {
  readonly code: string;
  readonly title: string;
  /** How the sender mends it. */
  readonly cure: string;
  /** Named most often; null where none is. */
  readonly place: string | null;
  readonly count: number;
  readonly lastAt: string;
  /** One number a day, oldest first; the days stand beside. */
  readonly perDay: readonly number[];
}

export interface RefusedSender {
  readonly sourceSystem: string;
  readonly count: number;
  /** Most frequent first. */
  readonly kinds: readonly RefusedKind[];
}

/** What each sender was refused for, the most refused one first. `days`: every day of the time looked at, oldest first. */
export function refusedSummary(counts: readonly RefusedCount[], days: readonly string[]): RefusedSender[] {
  const bySender = Map.groupBy(counts, ({ sourceSystem }) => sourceSystem);
  return [...bySender]
    .map(([sourceSystem, ofSender]) => {
      const byCode = Map.groupBy(ofSender, ({ code }) => code);
      const kinds = [...byCode]
        .map(([code, ofCode]) => kindOf(code, ofCode, days))
        .toSorted((a, b) => b.count - a.count);
      return { sourceSystem, count: sum(kinds.map(({ count }) => count)), kinds };
    })
    .toSorted((a, b) => b.count - a.count || (a.sourceSystem < b.sourceSystem ? -1 : 1));
}

function kindOf(code: string, counts: readonly RefusedCount[], days: readonly string[]): RefusedKind {
  const onDay = new Map(counts.map(({ day, count }) => [day, count]));
  // A code of another version may be unknown here.
  const meaning = (refusalCodes as Readonly<Record<string, { title: string; cure: string }>>)[code];
  return {
    code,
    title: meaning?.title ?? code,
    cure: meaning?.cure ?? 'See the sender’s own answer.',
    place: counts[0]?.place ?? null,
    count: sum(counts.map(({ count }) => count)),
    lastAt: counts.map(({ lastAt }) => lastAt).reduce((a, b) => (a > b ? a : b)),
    perDay: days.map((day) => onDay.get(day) ?? 0),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
