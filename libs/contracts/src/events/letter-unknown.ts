import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, LetterIdSchema, MunicipalitySchema } from '../ids.js';

export const LetterUnknownV1Schema = z.object({
  letterId: LetterIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  tries: z.int().min(1),
});
export type LetterUnknownV1 = z.infer<typeof LetterUnknownV1Schema>;

/** The channel did not answer a send; its state is asked before anything is sent again. */
export const letterUnknownV1 = defineEvent({
  name: 'letter.unknown',
  version: 1,
  topic: 'letters.v1',
  owner: 'notifications',
  summary: 'The channel did not answer a send; its state is asked before anything is sent again.',
  schema: LetterUnknownV1Schema,
  example: {
    letterId: '7d3f2a10-1111-4222-8333-944455566601',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    tries: 1,
  },
});
