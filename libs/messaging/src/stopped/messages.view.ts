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
  /** Of the event that stopped the child: type, id and trace. */
  eventType: text,
  eventId: text,
  traceparent: text,
});
export type ParkedChild = z.infer<typeof ParkedChildSchema>;
export const ParkedSchema = z.object({ parked: z.array(ParkedChildSchema) });
export const ReleasedSchema = z.object({ released: z.int() });

/** What setting aside the event at the head of a parked child's queue did, or in a dry run would do. */
export const SetAsideReportSchema = z.object({
  key: z.string(),
  /** The event at the head, and why it is there. */
  eventId: z.uuid(),
  eventType: z.string(),
  code: z.string(),
  attempts: z.int(),
  /** Events behind it: they are handled now, in order, until the queue is empty or one of them fails. */
  behind: z.int(),
  /** Where it lies now; null in a dry run. */
  deadLetterId: z.uuid().nullable(),
  at: instant,
  dryRun: z.boolean(),
});
export type SetAsideReport = z.infer<typeof SetAsideReportSchema>;

/** An event that could not be handled: where it lay and why it died, never what it held. */
export const DeadLetterSchema = z.object({
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
export type DeadLetter = z.infer<typeof DeadLetterSchema>;
export const DeadLettersSchema = z.object({ deadLetters: z.array(DeadLetterSchema) });

export const ActReportSchema = z.object({
  selected: z.int(),
  keys: z.int(),
  byCode: z.record(z.string(), z.int()),
  behindParkedChild: z.int(),
  at: instant,
  dryRun: z.boolean(),
});

/** An event of a trace that is or was stopped: `waiting` is behind another one of its child, which is `parked`. */
const StoppedEventSchema = z.object({
  traceId: z.string(),
  eventId: text,
  type: text,
  key: text,
  consumer: z.string(),
  state: z.enum(['parked', 'waiting', 'open', 'queued', 'replayed', 'discarded']),
  errorClass: z.string(),
  code: z.string(),
  attempts: z.int(),
  since: instant,
  retryAt: instant.nullable(),
  /** Null for one that is no dead letter. */
  deadLetterId: text,
});
export type StoppedEvent = z.infer<typeof StoppedEventSchema>;
export const StoppedEventsSchema = z.object({ stopped: z.array(StoppedEventSchema) });

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
export type ActDone = z.infer<typeof DoneSchema>;
export const ActsSchema = z.object({ acts: z.array(DoneSchema) });
