import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, GuardianIdSchema, MunicipalitySchema } from '../ids.js';
import { InstantSchema } from '../values.js';

export const CustodyChangedV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  guardianIds: z.array(GuardianIdSchema),
  asOf: InstantSchema,
});
export type CustodyChangedV1 = z.infer<typeof CustodyChangedV1Schema>;

/** The register's answer about who holds custody changed. */
export const custodyChangedV1 = defineEvent({
  name: 'custody.changed',
  version: 1,
  topic: 'consent.v1',
  owner: 'consent',
  summary: "The register's answer about who holds custody changed.",
  schema: CustodyChangedV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    guardianIds: ['c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001'],
    asOf: '2026-05-06T02:00:00Z',
  },
});
