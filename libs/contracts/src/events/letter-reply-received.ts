import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, GuardianIdSchema, LetterIdSchema, MunicipalitySchema } from '../ids.js';

export const LetterReplyReceivedV1Schema = z.object({
  letterId: LetterIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  replyId: z.uuid(),
  guardianId: GuardianIdSchema,
});
export type LetterReplyReceivedV1 = z.infer<typeof LetterReplyReceivedV1Schema>;

/** A guardian replied to a letter; the text stays with its owner. */
export const letterReplyReceivedV1 = defineEvent({
  name: 'letter.reply.received',
  version: 1,
  topic: 'letters.v1',
  owner: 'notifications',
  summary: 'A guardian replied to a letter; the text stays with its owner.',
  schema: LetterReplyReceivedV1Schema,
  example: {
    letterId: '7d3f2a10-1111-4222-8333-944455566601',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    replyId: 'e0a1b2c3-0000-4111-8222-333344445555',
    guardianId: 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001',
  },
});
