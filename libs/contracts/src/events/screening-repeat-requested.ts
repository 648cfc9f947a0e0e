import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema, ResultIdSchema } from '../ids.js';
import { WindowSchema } from '../values.js';

export const ScreeningRepeatRequestedV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  resultId: ResultIdSchema,
  window: WindowSchema,
});
export type ScreeningRepeatRequestedV1 = z.infer<typeof ScreeningRepeatRequestedV1Schema>;

/** A repeated observation is asked for within a window of days (R4). */
export const screeningRepeatRequestedV1 = defineEvent({
  name: 'screening.repeat.requested',
  version: 1,
  topic: 'screening.v1',
  owner: 'screening',
  summary: 'A repeated observation is asked for within a window of days (R4).',
  schema: ScreeningRepeatRequestedV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    resultId: '5b0d9c1e-55f4-4f6a-9d80-61c4b3a2f001',
    window: { from: '2026-05-25', to: '2026-06-01' },
  },
});
