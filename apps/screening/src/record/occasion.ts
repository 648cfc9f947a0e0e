import type { Temporal } from 'temporal-polyfill';

/** When and by what a fact came to be. Instants are written as `isoInstant` writes them, so that they survive the database unchanged. */
export interface Occasion {
  /** When it happened, by the domain clock. */
  occurredAt: string;
  /** When the record took note, by the domain clock. */
  recordedAt: string;
  traceparent: string | null;
  /** The event it came from; null for what was done at a door or by a job. */
  eventId: string | null;
}

/** An instant in ISO 8601 with exactly three decimals and `Z`: texts of this form sort by time. */
export function isoInstant(instant: Temporal.Instant | Date | string): string {
  return new Date(
    typeof instant === 'object' && 'epochMilliseconds' in instant ? instant.epochMilliseconds : instant,
  ).toISOString();
}
