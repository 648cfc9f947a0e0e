import { z } from 'zod';

const text = z.string().nullable();
const instant = z.iso.datetime();

/** How much stands still, and how far publishing is behind. */
export const StoppedSummarySchema = z.object({
  parkedChildren: z.int(),
  deadLetters: z.object({ open: z.int(), queued: z.int(), replayed: z.int(), discarded: z.int() }),
  outbox: z.object({ unsent: z.int(), oldestAgeSeconds: z.number(), accepting: z.boolean() }),
});

/** Why a child waits and since when; `waiting` counts the events in its queue. */
const ParkedChildSchema = z.object({
  consumer: z.string(),
  key: z.string(),
  municipality: text,
  errorClass: z.string(),
  code: z.string(),
  /** Class and place of the error; never its message. */
  error: z.record(z.string(), z.unknown()),
  attempts: z.int(),
  parkedAt: instant,
  triedAt: instant,
  retryAt: instant.nullable(),
  waiting: z.int(),
  eventType: text,
});
export const ParkedSchema = z.object({ parked: z.array(ParkedChildSchema) });
export const ReleasedSchema = z.object({ released: z.int() });

/** An event that could not be handled: where it lay and why it died, never what it held. */
const DeadLetterSchema = z.object({
  id: z.uuid(),
  /** The next page begins behind it. */
  position: z.string(),
  consumer: z.string(),
  eventId: text,
  type: text,
  key: text,
  municipality: text,
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  traceparent: text,
  errorClass: z.string(),
  code: z.string(),
  error: z.record(z.string(), z.unknown()),
  attempts: z.int(),
  state: z.enum(['open', 'queued', 'replayed', 'discarded']),
  diedAt: instant,
  stateSince: instant,
});
export const DeadLettersSchema = z.object({ deadLetters: z.array(DeadLetterSchema) });

export const ActReportSchema = z.object({
  selected: z.int(),
  keys: z.int(),
  byCode: z.record(z.string(), z.int()),
  behindParkedChild: z.int(),
  dryRun: z.boolean(),
});

/** Who did what to which messages, and why. */
const DoneSchema = z.object({
  /** The next page begins before it. */
  id: z.string(),
  at: instant,
  actor: z.string(),
  act: z.string(),
  consumer: z.string(),
  selection: z.record(z.string(), z.unknown()),
  affected: z.int(),
  reason: text,
});
export const ActsSchema = z.object({ acts: z.array(DoneSchema) });
