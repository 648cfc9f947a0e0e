import { Temporal } from 'temporal-polyfill';

export const ZONE = 'Europe/Copenhagen';

/**
 * The time of the domain. It ticks on from where it was last set, so that tests and local runs can live in another day.
 * Leases, time-outs and lag use real time instead.
 */
export class Clock {
  private offsetMs = 0;

  constructor(startAt?: Temporal.Instant) {
    if (startAt) this.set(startAt);
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(Date.now() + this.offsetMs);
  }

  /** The calendar day in Denmark. */
  today(): Temporal.PlainDate {
    return this.now().toZonedDateTimeISO(ZONE).toPlainDate();
  }

  /** `asOfEpochMs`: the real time at which it was `at`; given to several services, it makes their clocks agree to the millisecond. */
  set(at: Temporal.Instant, asOfEpochMs: number = Date.now()): void {
    this.offsetMs = at.epochMilliseconds - asOfEpochMs;
  }
}
