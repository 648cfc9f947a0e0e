import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema, ResultIdSchema } from '../ids.js';

export const FocusPointSuggestedV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  resultId: ResultIdSchema,
});
export type FocusPointSuggestedV1 = z.infer<typeof FocusPointSuggestedV1Schema>;

/** A confirmed result suggests a focus point to the health visitor. */
export const focusPointSuggestedV1 = defineEvent({
  name: 'focus_point.suggested',
  version: 1,
  topic: 'screening.v1',
  owner: 'screening',
  summary: 'A confirmed result suggests a focus point to the health visitor.',
  schema: FocusPointSuggestedV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    resultId: '5b0d9c1e-55f4-4f6a-9d80-61c4b3a2f001',
  },
});
