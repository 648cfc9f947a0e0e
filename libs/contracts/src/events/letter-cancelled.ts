import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, LetterIdSchema, MunicipalitySchema } from '../ids.js';
import { CodeTextSchema } from '../values.js';

export const LetterCancelledV1Schema = z.object({
  letterId: LetterIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  code: CodeTextSchema,
});
export type LetterCancelledV1 = z.infer<typeof LetterCancelledV1Schema>;

/** The letter was not sent because its reason had ended. */
export const letterCancelledV1 = defineEvent({
  name: 'letter.cancelled',
  version: 1,
  topic: 'letters.v1',
  owner: 'notifications',
  summary: 'The letter was not sent because its reason had ended.',
  schema: LetterCancelledV1Schema,
  example: {
    letterId: '7d3f2a10-1111-4222-8333-944455566601',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    code: 'NOT_GUARDIAN',
  },
});
