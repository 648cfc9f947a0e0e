import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, InformationRequestIdSchema, MunicipalitySchema } from '../ids.js';

export const InformationRequestAnsweredV1Schema = z.object({
  informationRequestId: InformationRequestIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  outcome: z.enum(['given', 'refused']),
});
export type InformationRequestAnsweredV1 = z.infer<typeof InformationRequestAnsweredV1Schema>;

/** The unit's leader answered a parent without custody. */
export const informationRequestAnsweredV1 = defineEvent({
  name: 'information.request.answered',
  version: 1,
  topic: 'consent.v1',
  owner: 'consent',
  summary: "The unit's leader answered a parent without custody.",
  schema: InformationRequestAnsweredV1Schema,
  example: {
    informationRequestId: '5c0e1f2a-1111-4222-8333-944455566604',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    outcome: 'given',
  },
});
