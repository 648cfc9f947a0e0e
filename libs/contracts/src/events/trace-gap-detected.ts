import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { MunicipalitySchema } from '../ids.js';
import { InstantSchema } from '../values.js';

export const TraceGapDetectedV1Schema = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  municipality: MunicipalitySchema,
  step: z.string().max(64),
  since: InstantSchema,
});
export type TraceGapDetectedV1 = z.infer<typeof TraceGapDetectedV1Schema>;

/** A chain stopped where a next step was due (R19). */
export const traceGapDetectedV1 = defineEvent({
  name: 'trace.gap.detected',
  version: 1,
  topic: 'operations.v1',
  owner: 'operations',
  summary: 'A chain stopped where a next step was due (R19).',
  schema: TraceGapDetectedV1Schema,
  example: {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    municipality: 'K1',
    step: 'letter.delivered',
    since: '2026-06-01T08:05:00Z',
  },
});
