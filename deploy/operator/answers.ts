import { z } from 'zod';

/*
 * What the doors answer, as far as the tables show it: doors may tell more, and `--json` prints all of it.
 */
const text = z.string();
const maybe = text.nullable();

export const ChainAnswer = z.looseObject({
  traceId: text,
  receiptId: text,
  sourceSystem: text,
  recordId: maybe,
  state: text,
  startedAt: text,
  totalMs: z.number(),
  steps: z.array(
    z.looseObject({
      name: text,
      service: text,
      elapsedMs: z.number(),
      letterId: maybe,
      channel: maybe,
      code: maybe,
      tries: z.number().nullable(),
    }),
  ),
  gaps: z.array(
    z.looseObject({
      step: text,
      since: text,
      closedAt: maybe,
      cameAt: maybe,
      byHand: z.looseObject({ who: text, code: text }).nullable(),
    }),
  ),
});
export const ChainsAnswer = z.looseObject({ chains: z.array(ChainAnswer) });

export const GapsAnswer = z.looseObject({
  gaps: z.array(
    z.looseObject({
      traceId: text,
      step: text,
      since: text,
      detectedAt: text,
      closedAt: maybe,
      cameAt: maybe,
      byHand: z.looseObject({ who: text, code: text }).nullable(),
    }),
  ),
  lateWork: z.array(z.looseObject({ service: text, kind: text, waiting: z.number(), since: text, closedAt: maybe })),
});

export const GapsClosedAnswer = z.looseObject({ closed: z.number() });
export const GapsReopenedAnswer = z.looseObject({ reopened: z.number() });

export const BacklogAnswer = z.looseObject({
  services: z.array(
    z.looseObject({
      service: text,
      waiting: z.number(),
      handledPerSecond: z.number().nullable(),
      secondsLeft: z.number().nullable(),
    }),
  ),
});

export const RefusedAnswer = z.looseObject({
  entries: z.array(
    z.looseObject({ refusedAt: text, sourceSystem: text, recordId: maybe, code: text, place: maybe, receiptId: text }),
  ),
});

export const RefusedBySenderAnswer = z.looseObject({
  senders: z.array(
    z.looseObject({
      sourceSystem: text,
      kinds: z.array(
        z.looseObject({
          code: text,
          place: maybe,
          cure: text,
          count: z.number(),
          lastAt: text,
          perDay: z.array(z.number()),
        }),
      ),
    }),
  ),
});

export const SummaryAnswer = z.looseObject({
  parkedChildren: z.number(),
  deadLetters: z.looseObject({ open: z.number(), queued: z.number(), replayed: z.number(), discarded: z.number() }),
  outbox: z.looseObject({ unsent: z.number(), oldestAgeSeconds: z.number() }),
});

export const ParkedAnswer = z.looseObject({
  parked: z.array(
    z.looseObject({
      key: text,
      code: text,
      errorClass: text,
      attempts: z.number(),
      parkedAt: text,
      retryAt: maybe,
      waiting: z.number(),
      eventType: maybe,
    }),
  ),
});
export type ParkedChild = z.infer<typeof ParkedAnswer>['parked'][number];
export const ReleasedAnswer = z.looseObject({ released: z.number() });

export const SetAsideAnswer = z.looseObject({
  eventId: text,
  eventType: text,
  code: text,
  behind: z.number(),
  deadLetterId: maybe,
});

export const DeadLettersAnswer = z.looseObject({
  deadLetters: z.array(
    z.looseObject({
      id: text,
      position: text,
      type: maybe,
      key: maybe,
      code: text,
      attempts: z.number(),
      state: text,
      diedAt: text,
      stateSince: text,
    }),
  ),
});
export type DeadLetter = z.infer<typeof DeadLettersAnswer>['deadLetters'][number];

export const ActAnswer = z.looseObject({
  at: text,
  selected: z.number(),
  keys: z.number(),
  byCode: z.record(text, z.number()),
  behindParkedChild: z.number(),
  dryRun: z.boolean(),
});
export type Act = z.infer<typeof ActAnswer>;

export const RebuildAnswer = z.looseObject({
  rebuildId: text,
  finishedAt: maybe,
  total: z.number(),
  children: z.number(),
  facts: z.number(),
  missing: z.number(),
  /** Absent from a service of the version before. */
  kept: z.number().default(0),
  differences: z.array(z.looseObject({ childId: text, place: text })),
});
export type Rebuild = z.infer<typeof RebuildAnswer>;

export const ActsAnswer = z.looseObject({
  acts: z.array(z.looseObject({ id: text, at: text, actor: text, act: text, affected: z.number(), reason: maybe })),
});
