import { watchedWork } from './watched-work.js';

/** Work of a service that waits: `ageSeconds` is the age of the oldest of it. */
export interface WaitingWork {
  readonly service: string;
  readonly kind: string;
  readonly waiting: number;
  readonly ageSeconds: number;
}

/** Which of the work is over its time. A kind that no rule names is never late. */
export function lateWork(seen: readonly WaitingWork[]): WaitingWork[] {
  return seen.filter(({ service, kind, waiting, ageSeconds }) => {
    const rule = watchedWork.find((each) => each.kind === kind && (each.service ?? service) === service);
    return rule !== undefined && waiting > 0 && ageSeconds > rule.withinMinutes * 60;
  });
}
