import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, LetterIdSchema, MunicipalitySchema } from '../ids.js';
import { InstantSchema } from '../values.js';

export const LetterDeliveredV1Schema = z.object({
  letterId: LetterIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  channel: z.enum(['digital_post', 'physical_letter']),
  deliveredAt: InstantSchema,
  late: z.boolean(),
});
export type LetterDeliveredV1 = z.infer<typeof LetterDeliveredV1Schema>;

/** The letter lies in the mailbox or was handed to the postal carrier. */
export const letterDeliveredV1 = defineEvent({
  name: 'letter.delivered',
  version: 1,
  topic: 'letters.v1',
  owner: 'notifications',
  summary: 'The letter lies in the mailbox or was handed to the postal carrier.',
  schema: LetterDeliveredV1Schema,
  example: {
    letterId: '7d3f2a10-1111-4222-8333-944455566601',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    channel: 'digital_post',
    deliveredAt: '2026-06-01T08:25:00Z',
    late: false,
  },
});
