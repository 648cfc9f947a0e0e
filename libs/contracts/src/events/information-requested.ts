import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, InformationRequestIdSchema, MunicipalitySchema, OrganisationSchema } from '../ids.js';

export const InformationRequestedV1Schema = z.object({
  informationRequestId: InformationRequestIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  organisation: OrganisationSchema,
});
export type InformationRequestedV1 = z.infer<typeof InformationRequestedV1Schema>;

/** A parent without custody asked for information about a child. */
export const informationRequestedV1 = defineEvent({
  name: 'information.requested',
  version: 1,
  topic: 'consent.v1',
  owner: 'consent',
  summary: 'A parent without custody asked for information about a child.',
  schema: InformationRequestedV1Schema,
  example: {
    informationRequestId: '5c0e1f2a-1111-4222-8333-944455566604',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    organisation: 'HV-1',
  },
});
