import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema, OrganisationSchema } from '../ids.js';

export const ChildRegisteredV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  healthVisitingUnit: OrganisationSchema,
});
export type ChildRegisteredV1 = z.infer<typeof ChildRegisteredV1Schema>;

/** A child was registered with a health-visiting unit. */
export const childRegisteredV1 = defineEvent({
  name: 'child.registered',
  version: 1,
  topic: 'consent.v1',
  owner: 'consent',
  summary: 'A child was registered with a health-visiting unit.',
  schema: ChildRegisteredV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    healthVisitingUnit: 'HV-1',
  },
});
