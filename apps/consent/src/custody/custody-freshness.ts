import type { Temporal } from 'temporal-polyfill';

/** Whether an answer read at `readAt` may be used now. One from the future (the clock was set back) may not. */
export function isWithin(readAt: Temporal.Instant, now: Temporal.Instant, seconds: number): boolean {
  const ageMs = now.epochMilliseconds - readAt.epochMilliseconds;
  return ageMs >= 0 && ageMs <= seconds * 1000;
}
