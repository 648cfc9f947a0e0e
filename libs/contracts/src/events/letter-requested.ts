import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, GuardianIdSchema, LetterIdSchema, MunicipalitySchema } from '../ids.js';

export const LetterRequestedV1Schema = z.object({
  letterId: LetterIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  guardianId: GuardianIdSchema,
  kind: z.enum(['first_share', 'consent_request']),
});
export type LetterRequestedV1 = z.infer<typeof LetterRequestedV1Schema>;

/** A letter was ordered for a guardian; its message id is fixed from here. */
export const letterRequestedV1 = defineEvent({
  name: 'letter.requested',
  version: 1,
  topic: 'letters.v1',
  owner: 'notifications',
  summary: 'A letter was ordered for a guardian; its message id is fixed from here.',
  schema: LetterRequestedV1Schema,
  example: {
    letterId: '7d3f2a10-1111-4222-8333-944455566601',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    guardianId: 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001',
    kind: 'first_share',
  },
});
