import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { InstantSchema } from '#contracts/values.js';
import { ZONE } from '#service/clock.js';
import type { Fault } from '../layout/fault-summary.view.js';
import type { Words } from '../words/words.js';

const text = (longest: number) => z.string().max(longest).default('').catch('');

/** What a person chose above the log, as it stands in the address: days, and the place in the list. Nothing in it is about anybody. */
export const LogQuerySchema = z.object({
  show: z.enum(['all', 'refused', 'staff']).catch('all'),
  from: text(32),
  to: text(32),
  /** Only what happened before it: where the page before ended. */
  before: InstantSchema.optional().catch(undefined),
});
export type LogQuery = z.infer<typeof LogQuerySchema>;

export interface LogFilter {
  /** Only refused tries. */
  outcome: 'refused' | null;
  /** Only what people at work did. */
  who: 'staff' | null;
  /** From this instant on; null for the beginning. */
  from: Temporal.Instant | null;
  /** Up to and without this instant; null for now. */
  before: Temporal.Instant | null;
  faults: Fault[];
}

/** The chosen days as instants in Copenhagen, the last day included; and what is wrong with them. */
export function logFilter({ show, from, to, before }: LogQuery, { log }: Words): LogFilter {
  const faults: Fault[] = [];
  const dayOf = (name: string, value: string): Temporal.PlainDate | null => {
    if (value.trim() === '') return null;
    const day = dayIn(value);
    if (!day) faults.push({ name, text: log.dateInvalid });
    return day;
  };
  const [first, last] = [dayOf('from', from), dayOf('to', to)];
  if (first && last && Temporal.PlainDate.compare(first, last) > 0) faults.push({ name: 'from', text: log.dateOrder });
  const end = last && startOf(last.add({ days: 1 }));
  const cursor = before ? Temporal.Instant.from(before) : null;
  return {
    outcome: show === 'refused' ? 'refused' : null,
    who: show === 'staff' ? 'staff' : null,
    from: first && startOf(first),
    before: end && cursor ? earlier(end, cursor) : (end ?? cursor),
    faults,
  };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function dayIn(value: string): Temporal.PlainDate | null {
  if (!DAY.test(value.trim())) return null;
  try {
    return Temporal.PlainDate.from(value.trim());
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const startOf = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime(ZONE).toInstant();

const earlier = (one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(one, other) < 0 ? one : other;
