import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, LetterIdSchema, MunicipalitySchema } from '../ids.js';
import { CodeTextSchema } from '../values.js';

export const LetterFailedV1Schema = z.object({
  letterId: LetterIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  code: CodeTextSchema,
  tries: z.int().min(0),
});
export type LetterFailedV1 = z.infer<typeof LetterFailedV1Schema>;

/** The letter will not be delivered by any further try. */
export const letterFailedV1 = defineEvent({
  name: 'letter.failed',
  version: 1,
  topic: 'letters.v1',
  owner: 'notifications',
  summary: 'The letter will not be delivered by any further try.',
  schema: LetterFailedV1Schema,
  example: {
    letterId: '7d3f2a10-1111-4222-8333-944455566601',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    code: 'RECIPIENT_UNKNOWN',
    tries: 1,
  },
});
