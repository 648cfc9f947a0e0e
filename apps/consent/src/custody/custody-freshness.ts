import type { Temporal } from 'temporal-polyfill';

/**
 * How old an answer of the register may be. `freshSeconds`: as good as new. `graceSeconds`: while the register does not
 * answer, reading goes on for this long; sharing and letters do not.
 */
export interface CustodyFreshness {
  freshSeconds: number;
  graceSeconds: number;
}

/** Whether an answer read at `readAt` may be used now. One from the future (the clock was set back) may not. */
export function isWithin(readAt: Temporal.Instant, now: Temporal.Instant, seconds: number): boolean {
  const ageMs = now.epochMilliseconds - readAt.epochMilliseconds;
  return ageMs >= 0 && ageMs <= seconds * 1000;
}
