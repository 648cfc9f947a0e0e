import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema, ResultIdSchema } from '../ids.js';

export const ScreeningRepeatOverdueV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  resultId: ResultIdSchema,
});
export type ScreeningRepeatOverdueV1 = z.infer<typeof ScreeningRepeatOverdueV1Schema>;

/** No deciding observation came before day 15 (R4). */
export const screeningRepeatOverdueV1 = defineEvent({
  name: 'screening.repeat.overdue',
  version: 1,
  topic: 'screening.v1',
  owner: 'screening',
  summary: 'No deciding observation came before day 15 (R4).',
  schema: ScreeningRepeatOverdueV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    resultId: '5b0d9c1e-55f4-4f6a-9d80-61c4b3a2f001',
  },
});
