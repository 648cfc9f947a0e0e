import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, ConsentIdSchema, MunicipalitySchema } from '../ids.js';

export const ConsentCompletedV1Schema = z.object({
  consentId: ConsentIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
});
export type ConsentCompletedV1 = z.infer<typeof ConsentCompletedV1Schema>;

/** Everybody who must has granted: the consent is in force. */
export const consentCompletedV1 = defineEvent({
  name: 'consent.completed',
  version: 1,
  topic: 'consent.v1',
  owner: 'consent',
  summary: 'Everybody who must has granted: the consent is in force.',
  schema: ConsentCompletedV1Schema,
  example: {
    consentId: '5c0e1f2a-1111-4222-8333-944455566602',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
  },
});
