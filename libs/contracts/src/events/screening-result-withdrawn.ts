import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema, ResultIdSchema } from '../ids.js';

export const ScreeningResultWithdrawnV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  resultId: ResultIdSchema,
});
export type ScreeningResultWithdrawnV1 = z.infer<typeof ScreeningResultWithdrawnV1Schema>;

/** An ADBB result was taken back by its sender for good. */
export const screeningResultWithdrawnV1 = defineEvent({
  name: 'screening.result.withdrawn',
  version: 1,
  topic: 'screening.v1',
  owner: 'screening',
  summary: 'An ADBB result was taken back by its sender for good.',
  schema: ScreeningResultWithdrawnV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    resultId: '5b0d9c1e-55f4-4f6a-9d80-61c4b3a2f001',
  },
});
