import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, ConsentIdSchema, GuardianIdSchema, MunicipalitySchema, OrganisationSchema } from '../ids.js';
import { DateSchema } from '../values.js';
import { ConsentableKindSchema, ConsentTypeNameSchema } from '../questions/consents.js';

export const ConsentRequestedV1Schema = z.object({
  consentId: ConsentIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  type: ConsentTypeNameSchema,
  documentKinds: z.array(ConsentableKindSchema),
  receiver: OrganisationSchema,
  validUntil: DateSchema,
  /** Who is to answer. */
  askedIds: z.array(GuardianIdSchema),
  /** Whether the municipality tells them by letter. */
  byLetter: z.boolean(),
});
export type ConsentRequestedV1 = z.infer<typeof ConsentRequestedV1Schema>;

/** Staff asked those who hold custody, or the young person, for a consent. */
export const consentRequestedV1 = defineEvent({
  name: 'consent.requested',
  version: 1,
  topic: 'consent.v1',
  owner: 'consent',
  summary: 'Staff asked those who hold custody, or the young person, for a consent.',
  schema: ConsentRequestedV1Schema,
  example: {
    consentId: '5c0e1f2a-1111-4222-8333-944455566602',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    type: 'pass_on_to_daycare',
    documentKinds: ['adbb_result'],
    receiver: 'DC-A',
    validUntil: '2027-05-06',
    askedIds: ['c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001'],
    byLetter: true,
  },
});
