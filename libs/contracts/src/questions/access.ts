import { z } from 'zod';
import { ChildIdSchema, DocumentIdSchema, GuardianIdSchema, MunicipalitySchema, OrganisationSchema } from '../ids.js';
import { CodeTextSchema, InstantSchema } from '../values.js';

/** The kinds of thing that "may X see Y now?" is asked about. */
export const DocumentKindSchema = z.enum([
  'adbb_result',
  'child_record',
  'health_observation',
  'health_visit_summary',
  'journal_report',
  'letter',
  'letter_content',
  'guardian_reply',
  'guardian_message',
]);
export type DocumentKind = z.infer<typeof DocumentKindSchema>;

export const StaffRoleSchema = z.enum([
  'health_visitor',
  'institution_leader',
  'area_leader',
  'daycare_staff',
  'caseworker',
  'specialist',
  'school_staff',
  'ops_operator',
  'municipal_administrator',
]);
export type StaffRole = z.infer<typeof StaffRoleSchema>;

export const AskerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('staff'),
    role: StaffRoleSchema,
    organisation: OrganisationSchema,
    subject: z.string().max(128),
  }),
  /** A user of the parent portal: a guardian, or the young person from the 15th birthday. */
  z.object({ kind: z.literal('guardian'), guardianId: GuardianIdSchema }),
  z.object({ kind: z.literal('operations'), subject: z.string().max(128) }),
]);
export type Asker = z.infer<typeof AskerSchema>;

/** POST /access-decisions of consent. */
export const AccessQuestionSchema = z.object({
  municipality: MunicipalitySchema,
  asker: AskerSchema,
  childId: ChildIdSchema,
  documentKind: DocumentKindSchema,
  documentId: DocumentIdSchema.optional(),
  /** For a shared document: the guardians it was shared with. Absent: not shared. */
  sharedWith: z.array(GuardianIdSchema).optional(),
  /** For handing over at a transition: only a consent for this one counts. */
  transitionId: z.uuid().optional(),
  action: z.enum(['read', 'write', 'share']),
});
export type AccessQuestion = z.infer<typeof AccessQuestionSchema>;

export const AccessDecisionSchema = z.object({
  outcome: z.enum(['allowed', 'refused']),
  code: CodeTextSchema.nullable(),
  /** True when the thing must look as if it did not exist: the door answers 404. */
  hidden: z.boolean(),
  /** The rule that decided, such as `R6`. */
  rule: z.string().max(32),
  /** When the custody facts behind the answer were true. */
  asOf: InstantSchema,
});
export type AccessDecision = z.infer<typeof AccessDecisionSchema>;
