import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, LetterIdSchema, MunicipalitySchema } from '../ids.js';
import { CodeTextSchema, InstantSchema } from '../values.js';

export const LetterSubmittedV1Schema = z.object({
  letterId: LetterIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  channel: z.enum(['digital_post', 'physical_letter']),
  tries: z.int().min(1),
  failedTries: z.array(z.object({ at: InstantSchema, code: CodeTextSchema })),
  messageUuid: z.uuid(),
});
export type LetterSubmittedV1 = z.infer<typeof LetterSubmittedV1Schema>;

/** The channel accepted the letter; not yet delivered. */
export const letterSubmittedV1 = defineEvent({
  name: 'letter.submitted',
  version: 1,
  topic: 'letters.v1',
  owner: 'notifications',
  summary: 'The channel accepted the letter; not yet delivered.',
  schema: LetterSubmittedV1Schema,
  example: {
    letterId: '7d3f2a10-1111-4222-8333-944455566601',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    channel: 'digital_post',
    tries: 3,
    failedTries: [{ at: '2026-06-01T08:05:00Z', code: 'CHANNEL_UNAVAILABLE' }],
    messageUuid: 'b7c9a1f2-2f43-4c55-9d0e-7a1c2b3d4e5f',
  },
});
