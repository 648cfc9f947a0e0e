import { z } from 'zod';
import { ConsentIdSchema, MunicipalitySchema, OrganisationSchema } from '../ids.js';
import { CodeTextSchema, InstantSchema } from '../values.js';
import { StaffRoleSchema } from './access.js';
import { ConsentStateSchema } from './consents.js';

/** Who asks for the log: for a guardian, through the portal; without one, a leader of the child's unit asks. */
export const AccessLogQuerySchema = z.object({
  guardianId: z.uuid().optional(),
  /** Only what happened before this instant. */
  before: InstantSchema.optional(),
  outcome: z.enum(['allowed', 'refused']).optional(),
  who: z.enum(['staff', 'guardian', 'operations']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AccessLogQuery = z.infer<typeof AccessLogQuerySchema>;

/** One read, allowed or refused (R22). A guardian's view never says who of the staff it was. */
export const AccessLogEntrySchema = z.object({
  at: InstantSchema,
  who: z.enum(['staff', 'guardian', 'operations']),
  /** True when it was the guardian who asks for the log. */
  own: z.boolean(),
  role: StaffRoleSchema.nullable(),
  municipality: MunicipalitySchema.nullable(),
  organisation: OrganisationSchema.nullable(),
  /** The reader may learn no place: somebody else in the family is protected, and municipality and organisation are null for that. */
  placesWithheld: z.boolean().default(false),
  /** The person at work, by the login's own name for them; only in the view of the unit's leader. */
  staffSubject: z.string().nullable(),
  documentKind: z.string(),
  action: z.string(),
  outcome: z.enum(['allowed', 'refused']),
  code: CodeTextSchema.nullable(),
  /** Why it was answered so: the rule, in words, and the facts it looked at. Null for what was written down before that was kept. */
  why: z
    .object({
      rule: z.string(),
      da: z.string(),
      en: z.string(),
      /** How the asker stood to the child, such as `own_unit`, `other_institution` or `holder`. */
      relation: z.string().nullable(),
      /** The newest consent for that receiver and kind, and its state at that moment. */
      consentId: ConsentIdSchema.nullable(),
      consentState: ConsentStateSchema.nullable(),
    })
    .nullable()
    .default(null),
});
export type AccessLogEntry = z.infer<typeof AccessLogEntrySchema>;

/** GET /children/:childId/access-log of consent and of the parent portal, newest first. */
export const AccessLogSchema = z.object({ entries: z.array(AccessLogEntrySchema) });
export type AccessLog = z.infer<typeof AccessLogSchema>;
