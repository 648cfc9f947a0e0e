import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, ConsentIdSchema, GuardianIdSchema, MunicipalitySchema } from '../ids.js';

export const ConsentGrantedV1Schema = z.object({
  consentId: ConsentIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  guardianId: GuardianIdSchema,
});
export type ConsentGrantedV1 = z.infer<typeof ConsentGrantedV1Schema>;

/** One of those asked granted a consent. */
export const consentGrantedV1 = defineEvent({
  name: 'consent.granted',
  version: 1,
  topic: 'consent.v1',
  owner: 'consent',
  summary: 'One of those asked granted a consent.',
  schema: ConsentGrantedV1Schema,
  example: {
    consentId: '5c0e1f2a-1111-4222-8333-944455566602',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    guardianId: 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001',
  },
});
