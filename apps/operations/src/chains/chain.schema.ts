import { z } from 'zod';
import { GapSchema } from '../gaps/gap.schema.js';
import { chainStates } from './chain-state.sql.js';

/** A chain on the wire; see `ChainView`. Times in ISO 8601, durations in milliseconds. */
export const ChainSchema = z.object({
  traceId: z.string(),
  municipality: z.string(),
  receiptId: z.uuid(),
  sourceSystem: z.string(),
  recordId: z.string().nullable(),
  state: z.enum(chainStates),
  startedAt: z.string(),
  lastAt: z.string(),
  totalMs: z.number(),
  steps: z.array(
    z.object({
      eventId: z.string(),
      name: z.string(),
      service: z.string(),
      occurredAt: z.string(),
      elapsedMs: z.number(),
      stepMs: z.number(),
      letterId: z.string().nullable(),
      channel: z.string().nullable(),
      code: z.string().nullable(),
      tries: z.number().nullable(),
      failedTries: z.array(z.object({ at: z.string(), code: z.string() })),
      late: z.boolean(),
      level: z.string().nullable(),
    }),
  ),
  gaps: z.array(GapSchema),
});

export const ChainListSchema = z.object({ chains: z.array(ChainSchema) });
