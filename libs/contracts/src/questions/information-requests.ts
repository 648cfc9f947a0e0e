import { z } from 'zod';
import { ChildIdSchema, InformationRequestIdSchema, MunicipalitySchema, OrganisationSchema } from '../ids.js';
import { InstantSchema } from '../values.js';

/**
 * POST /information-requests of consent, by the parent portal: a parent without custody asks about a child (R11). Always answered alike,
 * so that nobody learns whether a child is known.
 */
export const RequestInformationSchema = z.strictObject({
  municipality: MunicipalitySchema,
  requesterCpr: z.string(),
  childCpr: z.string(),
  question: z.string().min(1).max(4000),
});
export type RequestInformation = z.infer<typeof RequestInformationSchema>;
export const InformationRequestTakenSchema = z.object({ informationRequestId: InformationRequestIdSchema });

/** GET /information-requests of consent, for the leader of the child's unit, oldest first. */
export const InformationRequestSchema = z.object({
  informationRequestId: InformationRequestIdSchema,
  childId: ChildIdSchema,
  organisation: OrganisationSchema,
  requestedAt: InstantSchema,
  /** As the register names the one who asks, so that the answer can be given outside the portal. */
  requesterName: z.string(),
  /** What the register says about the one who asks. */
  kinship: z.enum(['legal_parent', 'none']),
  question: z.string(),
  answeredAt: InstantSchema.nullable(),
  outcome: z.enum(['given', 'refused']).nullable(),
});
export const InformationRequestsSchema = z.object({ informationRequests: z.array(InformationRequestSchema) });
export type InformationRequest = z.infer<typeof InformationRequestSchema>;
export type InformationRequests = z.infer<typeof InformationRequestsSchema>;

/** POST /information-requests/:informationRequestId/answer of consent, by that leader: how it was answered outside the portal. */
export const AnswerInformationRequestSchema = z.strictObject({
  outcome: z.enum(['given', 'refused']),
  reason: z.string().min(1).max(2000),
});
export type AnswerInformationRequest = z.infer<typeof AnswerInformationRequestSchema>;
