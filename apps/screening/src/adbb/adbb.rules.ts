import { Temporal } from 'temporal-polyfill';
import { isoInstant } from '../record/occasion.js';
import { resultKey, type AdbbResult } from './adbb-result.js';

export type ScreeningLevel = 'below_cutoff' | 'repeat_due' | 'repeat_overdue' | 'sustained' | 'not_confirmed';

/** Where the child stands and on what ground. Results are named by their id, which is one version. */
export interface Judgement {
  level: ScreeningLevel;
  /** The deciding observation came after the repeat was overdue. */
  late: boolean;
  /** The result that set the level. */
  basis: string;
  /** The result at or above the cut-off that asked for a repeat; null below the cut-off. */
  first: string | null;
  /** Days from the first to the deciding observation. */
  days: number | null;
  window: { from: string; to: string } | null;
  /** Midnight in Copenhagen from which the repeat is overdue. */
  overdueAt: string | null;
  /** Observations too early to decide. */
  interim: string[];
}

/** That a repeat became overdue, once per first result and date (R4). */
export interface OverdueMark {
  key: string;
  overdueAt: string;
}

/** Midnight that begins the overdue day, as an instant. */
export function overdueInstant(observedOn: string, overdueDay: number): string {
  const midnight = Temporal.PlainDate.from(observedOn).add({ days: overdueDay }).toZonedDateTime('Europe/Copenhagen');
  return isoInstant(midnight.toInstant());
}

/** Whether a repeat that nothing has decided was overdue at the given instant. */
export function isDue(judgement: Judgement, at: string): boolean {
  if (judgement.overdueAt === null) return false;
  return Temporal.Instant.compare(at, judgement.overdueAt) >= 0;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Position = Pick<AdbbResult, 'observedOn' | 'observedAt' | 'receivedAt' | 'sourceSystem' | 'recordId'>;

/** By date, by time where it is given, by arrival where that does not tell either: one order, whatever is looked at first. */
export function compareObservations(a: Position, b: Position): number {
  return (
    compareTexts(a.observedOn, b.observedOn) ||
    compareTexts(a.observedAt ?? '', b.observedAt ?? '') ||
    compareTexts(a.receivedAt, b.receivedAt) ||
    compareTexts(resultKey(a), resultKey(b))
  );
}

function belowCutOff(result: AdbbResult): Judgement {
  return {
    level: 'below_cutoff',
    late: false,
    basis: result.resultId,
    first: null,
    days: null,
    window: null,
    overdueAt: null,
    interim: [],
  };
}

function opened(first: AdbbResult, marks: readonly OverdueMark[]): Judgement {
  const observed = Temporal.PlainDate.from(first.observedOn);
  const overdueAt = overdueInstant(first.observedOn, first.days.overdue);
  const overdue = marks.some((mark) => mark.key === resultKey(first) && mark.overdueAt === overdueAt);
  return {
    level: overdue ? 'repeat_overdue' : 'repeat_due',
    late: false,
    basis: first.resultId,
    first: first.resultId,
    days: null,
    window: {
      from: observed.add({ days: first.days.repeatFrom }).toString(),
      to: observed.add({ days: first.days.repeatTo }).toString(),
    },
    overdueAt,
    interim: [],
  };
}

function withNext(open: Judgement, first: AdbbResult, next: AdbbResult): Judgement {
  const days = Temporal.PlainDate.from(first.observedOn).until(next.observedOn, { largestUnit: 'days' }).days;
  if (days < first.days.repeatFrom) return { ...open, interim: [...open.interim, next.resultId] };
  const reportedLate = open.level === 'repeat_overdue' && isDue(open, next.receivedAt);
  return {
    ...open,
    level: next.atOrAboveCutOff ? 'sustained' : 'not_confirmed',
    late: days >= first.days.overdue || reportedLate,
    basis: next.resultId,
    days,
  };
}

/** Observations in order, gone through one by one: what is judged after each, and whether a repeat is open before it. */
function* walk(sorted: readonly AdbbResult[], marks: readonly OverdueMark[]) {
  let judgement: Judgement | null = null;
  let first: AdbbResult | null = null;
  for (const result of sorted) {
    const openBefore: boolean = first !== null;
    if (judgement && first) {
      judgement = withNext(judgement, first, result);
      if (judgement.days !== null) first = null;
    } else if (result.atOrAboveCutOff) {
      first = result;
      judgement = opened(result, marks);
    } else {
      judgement = belowCutOff(result);
    }
    yield { judgement, openBefore };
  }
}

/**
 * R4: the level that follows from the results that stand, whatever order they came in. Observations are taken by date.
 * One at or above the cut-off asks for a repeat; the first that lies far enough after it decides; the next one after
 * that begins anew, so that the level always speaks of the latest observations. Null when nothing stands.
 */
export function judge(results: readonly AdbbResult[], marks: readonly OverdueMark[]): Judgement | null {
  const sorted = results.filter(({ state }) => state === 'standing').toSorted(compareObservations);
  return [...walk(sorted, marks)].at(-1)?.judgement ?? null;
}

/** Where, in observations in order, the level begins anew: what lies before such a place does not count after it. */
export function episodeStarts(sorted: readonly AdbbResult[]): number[] {
  return [...walk(sorted, [])].flatMap(({ openBefore }, nth) => (openBefore ? [] : [nth]));
}
