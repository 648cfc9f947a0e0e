import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema, ResultIdSchema } from '../ids.js';
import { WindowSchema } from '../values.js';

export const ScreeningLevelChangedV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  from: z.enum(['below_cutoff', 'repeat_due', 'repeat_overdue', 'sustained', 'not_confirmed']).nullable(),
  to: z.enum(['below_cutoff', 'repeat_due', 'repeat_overdue', 'sustained', 'not_confirmed']).nullable(),
  late: z.boolean(),
  resultId: ResultIdSchema.nullable(),
  window: WindowSchema.nullable(),
});
export type ScreeningLevelChangedV1 = z.infer<typeof ScreeningLevelChangedV1Schema>;

/** The child's ADBB level changed (R4). */
export const screeningLevelChangedV1 = defineEvent({
  name: 'screening.level.changed',
  version: 1,
  topic: 'screening.v1',
  owner: 'screening',
  summary: "The child's ADBB level changed (R4).",
  schema: ScreeningLevelChangedV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    from: null,
    to: 'repeat_due',
    late: false,
    resultId: '5b0d9c1e-55f4-4f6a-9d80-61c4b3a2f001',
    window: { from: '2026-05-25', to: '2026-06-01' },
  },
});
