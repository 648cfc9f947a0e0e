import { z } from 'zod';
import { ChildIdSchema, GuardianIdSchema, MessageIdSchema } from '../ids.js';
import { InstantSchema } from '../values.js';

/** POST /children/:childId/guardian-messages of screening, by the parent portal, with an Idempotency-Key: becomes part of the record. */
export const WriteGuardianMessageSchema = z.strictObject({
  guardianId: GuardianIdSchema,
  text: z.string().min(1).max(4000),
});
export type WriteGuardianMessage = z.infer<typeof WriteGuardianMessageSchema>;

/** A guardian's own words: staff read them, nobody edits them. */
export const GuardianMessageSchema = z.object({
  messageId: MessageIdSchema,
  childId: ChildIdSchema,
  guardianId: GuardianIdSchema,
  writtenAt: InstantSchema,
  text: z.string(),
});
export type GuardianMessage = z.infer<typeof GuardianMessageSchema>;

/** GET /children/:childId/guardian-messages of screening: all for staff of the unit, the guardian's own for the parent portal (`?guardianId=`). */
export const GuardianMessagesSchema = z.object({ messages: z.array(GuardianMessageSchema) });
export type GuardianMessages = z.infer<typeof GuardianMessagesSchema>;
