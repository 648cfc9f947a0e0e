import { z } from 'zod';
import { ChildIdSchema, ConsentIdSchema, GuardianIdSchema, MunicipalitySchema, OrganisationSchema } from '../ids.js';
import { CodeTextSchema, DateSchema, InstantSchema } from '../values.js';
import { DocumentKindSchema } from './access.js';

/** What a consent may name: nothing else of a child's record is ever passed on by consent. */
export const ConsentableKindSchema = DocumentKindSchema.extract([
  'adbb_result',
  'health_visit_summary',
  'health_observation',
]);
export type ConsentableKind = z.infer<typeof ConsentableKindSchema>;

/** A kind of consent that the municipality's data describes, such as `pass_on_to_daycare`. */
export const ConsentTypeNameSchema = z.string().regex(/^[a-z][a-z0-9_]{2,48}$/);

/**
 * Derived from the answers, never stored: `pending` some have not answered; `active` complete and in force; `incomplete` it was complete,
 * but somebody who holds custody now has not granted; `in_review` the child turned 15 and answers alone from here.
 */
export const ConsentStateSchema = z.enum([
  'pending',
  'active',
  'declined',
  'withdrawn',
  'expired',
  'incomplete',
  'in_review',
]);
export type ConsentState = z.infer<typeof ConsentStateSchema>;

export const ConsentDecisionSchema = z.enum(['granted', 'declined', 'withdrawn']);
export type ConsentDecision = z.infer<typeof ConsentDecisionSchema>;

export const LanguageSchema = z.string().regex(/^[a-z]{2}$/);

/** POST /children/:childId/consents of consent, by staff of the child's unit. The sender is the caller's own organisation. */
export const RequestConsentSchema = z.strictObject({
  type: ConsentTypeNameSchema,
  documentKinds: z.array(ConsentableKindSchema).min(1).max(3),
  receiver: OrganisationSchema,
  transitionId: z.uuid().optional(),
  /** Last day on which the consent counts, at most a year ahead. */
  validUntil: DateSchema,
});
export type RequestConsent = z.infer<typeof RequestConsentSchema>;

/** The words that were, or are to be, shown to those who answer. */
export const ConsentTextSchema = z.object({
  language: LanguageSchema,
  title: z.string(),
  what: z.string(),
  why: z.string(),
  ifNo: z.string(),
  withdrawing: z.string(),
});
export type ConsentText = z.infer<typeof ConsentTextSchema>;

export const ConsentAnswerViewSchema = z.object({
  /** Whether it is the answer of the one who looks; others are told apart by nothing but time. */
  own: z.boolean(),
  by: z.enum(['guardian', 'young_person']),
  decision: ConsentDecisionSchema,
  at: InstantSchema,
  textVersion: z.number().int(),
  language: LanguageSchema,
});

/** A consent with its state now, as staff of the unit, a guardian or the young person may see it. */
export const ConsentSchema = z.object({
  consentId: ConsentIdSchema,
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  type: ConsentTypeNameSchema,
  documentKinds: z.array(ConsentableKindSchema),
  /** Null where the viewer may not learn the place of somebody who is protected. */
  sender: OrganisationSchema.nullable(),
  receiver: OrganisationSchema.nullable(),
  placesWithheld: z.boolean(),
  transitionId: z.uuid().nullable(),
  validUntil: DateSchema,
  gdprBasis: z.string(),
  confidentialityBasis: z.string(),
  textVersion: z.number().int(),
  texts: z.array(ConsentTextSchema),
  requestedAt: InstantSchema,
  state: ConsentStateSchema,
  /** What the receiver would be refused with now; null while the consent is active. */
  code: CodeTextSchema.nullable(),
  /** When the custody facts behind the state were true. */
  asOf: InstantSchema,
  answers: z.array(ConsentAnswerViewSchema),
  /** How many of those who must grant have not. */
  missingAnswers: z.number().int(),
  /** Whether the viewer may answer now, and how. */
  mayAnswer: z.array(ConsentDecisionSchema),
  completedAt: InstantSchema.nullable(),
  endedAt: InstantSchema.nullable(),
});
export type Consent = z.infer<typeof ConsentSchema>;

/** GET /children/:childId/consents (staff) and GET /guardians/:guardianId/consents (parent portal), newest first. */
export const ConsentsSchema = z.object({ consents: z.array(ConsentSchema) });
export type Consents = z.infer<typeof ConsentsSchema>;

/** How the person who answers had logged in. */
export const LoginEvidenceSchema = z.object({
  broker: z.string().max(64),
  assurance: z.enum(['substantial', 'high']),
  authenticatedAt: InstantSchema,
});
export type LoginEvidence = z.infer<typeof LoginEvidenceSchema>;

/** POST /consents/:consentId/answers of consent, by the parent portal, with an Idempotency-Key. */
export const AnswerConsentSchema = z.strictObject({
  guardianId: GuardianIdSchema,
  decision: ConsentDecisionSchema,
  textVersion: z.number().int(),
  language: LanguageSchema,
  login: LoginEvidenceSchema,
});
export type AnswerConsent = z.infer<typeof AnswerConsentSchema>;

/** GET /consents/:consentId and /consents/:consentId/withdrawal-preview of consent, for the parent portal. */
export const ConsentViewerSchema = z.object({ guardianId: GuardianIdSchema });

/** Exactly what would be refused once the consent is withdrawn, and with which code; decided by the policy that then decides. */
export const WithdrawalPreviewSchema = z.object({
  refusals: z.array(
    z.object({
      organisation: OrganisationSchema.nullable(),
      role: z.string(),
      documentKind: ConsentableKindSchema,
      code: CodeTextSchema,
    }),
  ),
});
export type WithdrawalPreview = z.infer<typeof WithdrawalPreviewSchema>;
