import { watchedWork } from './watched-work.js';

/** Work of a service that waits: `ageSeconds` is the age of the oldest of it. */
export interface WaitingWork {
  readonly service: string;
  readonly kind: string;
  readonly waiting: number;
  readonly ageSeconds: number;
  /** The work was there when this instance began to look: it is at least so old, and may be older. */
  readonly atLeast?: boolean;
}

/** Which of the work is over its time. A kind that no rule names is never late. */
export const lateWork = (seen: readonly WaitingWork[]): WaitingWork[] => seen.filter(isLate);

/** Which of it is known to be in time: not what another instance, which has looked for longer, may know to be late. */
export const workInTime = (seen: readonly WaitingWork[]): WaitingWork[] =>
  seen.filter((work) => !isLate(work) && !(work.waiting > 0 && work.atLeast === true));

function isLate({ service, kind, waiting, ageSeconds }: WaitingWork): boolean {
  const rule = watchedWork.find((each) => each.kind === kind && (each.service ?? service) === service);
  return rule !== undefined && waiting > 0 && ageSeconds > rule.withinMinutes * 60;
}
