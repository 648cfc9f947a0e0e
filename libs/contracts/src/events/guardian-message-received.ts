import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, GuardianIdSchema, MessageIdSchema, MunicipalitySchema } from '../ids.js';

export const GuardianMessageReceivedV1Schema = z.object({
  messageId: MessageIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  guardianId: GuardianIdSchema,
});
export type GuardianMessageReceivedV1 = z.infer<typeof GuardianMessageReceivedV1Schema>;

/** A guardian wrote to the institution; the words stand in the child's record. */
export const guardianMessageReceivedV1 = defineEvent({
  name: 'guardian.message.received',
  version: 1,
  topic: 'screening.v1',
  owner: 'screening',
  summary: "A guardian wrote to the institution; the words stand in the child's record.",
  schema: GuardianMessageReceivedV1Schema,
  example: {
    messageId: '5c0e1f2a-1111-4222-8333-944455566603',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    guardianId: 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001',
  },
});
