import type { StaffRole } from '#contracts/questions/access.js';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import type { AskedKind } from './asked-kind.js';
import type { Relation } from './relation.js';

/** One line of the policy. A part that is left out stands for "any". */
export interface PolicyLine {
  /** The rule of the domain behind the line. */
  readonly rule: string;
  readonly relation: Relation | readonly Relation[];
  readonly roles?: readonly StaffRole[];
  readonly kinds?: readonly AskedKind[];
  readonly actions?: readonly ('read' | 'write' | 'share')[];
  /** Only for what has been shared with, or is addressed to, the guardian who asks. */
  readonly sharedWithAsker?: true;
  readonly answer: 'allowed' | RefusalCode;
  /** The door answers as if the thing did not exist. */
  readonly hidden?: true;
}

const unitStaff = ['health_visitor', 'institution_leader'] as const;
const shareable = ['health_visit_summary', 'adbb_result', 'health_observation'] as const;
const addressed = ['letter', 'letter_content', 'guardian_reply'] as const;

/**
 * May X see Y now? The first line that fits decides; what no line allows is refused.
 * Consents stand between `other_institution` and its refusal: a grant that is active and complete (R13) will be a line of
 * its own above CONSENT_MISSING, and the newest consent decides the code.
 */
export const accessPolicy: readonly PolicyLine[] = [
  // Operations follow chains, never content.
  { rule: 'R19', relation: 'operations', answer: 'CONTENT_NOT_FOR_OPS' },

  // Another municipality, and children nobody registered: as if there were nothing.
  { rule: 'tenant', relation: 'other_municipality', answer: 'WRONG_TENANT', hidden: true },
  { rule: 'tenant', relation: 'unknown_child', answer: 'UNKNOWN_CHILD', hidden: true },

  // The child's health-visiting unit.
  {
    rule: 'R22',
    relation: 'own_unit',
    roles: ['institution_leader'],
    kinds: ['access_log'],
    actions: ['read'],
    answer: 'allowed',
  },
  { rule: 'R22', relation: 'own_unit', kinds: ['access_log'], answer: 'ROLE_NOT_ALLOWED' },
  // A guardian's words are read in the unit and changed by nobody.
  {
    rule: 'R6',
    relation: 'own_unit',
    kinds: ['guardian_message'],
    actions: ['write', 'share'],
    answer: 'ROLE_NOT_ALLOWED',
  },
  { rule: 'R6', relation: 'own_unit', roles: unitStaff, answer: 'allowed' },
  { rule: 'R6', relation: 'own_unit', answer: 'ROLE_NOT_ALLOWED' },

  // Everybody else at work: reading needs a consent, changing is never theirs.
  { rule: 'R6', relation: 'administration', answer: 'ROLE_NOT_ALLOWED' },
  { rule: 'R22', relation: 'other_institution', kinds: ['access_log'], answer: 'ROLE_NOT_ALLOWED' },
  { rule: 'R13', relation: 'other_institution', actions: ['read'], answer: 'CONSENT_MISSING' },
  { rule: 'R6', relation: 'other_institution', answer: 'ROLE_NOT_ALLOWED' },

  // Custody first: who does not hold it learns nothing, not even whether the thing exists.
  { rule: 'R11', relation: 'custody_unknown', answer: 'DEPENDENCY_UNAVAILABLE' },
  { rule: 'R11', relation: 'not_holder', answer: 'NOT_GUARDIAN' },

  // Writing to the institution, and reading what one wrote oneself.
  { rule: 'R11', relation: 'holder', kinds: ['guardian_message'], actions: ['write'], answer: 'allowed' },
  {
    rule: 'R11',
    relation: 'holder',
    kinds: ['guardian_message'],
    actions: ['read'],
    sharedWithAsker: true,
    answer: 'allowed',
  },

  // Guardians read; they change nothing of the journal.
  {
    rule: 'R6',
    relation: ['holder', 'holder_of_young_person'],
    actions: ['write', 'share'],
    answer: 'ROLE_NOT_ALLOWED',
  },
  {
    rule: 'R10',
    relation: ['holder', 'holder_of_young_person'],
    kinds: addressed,
    sharedWithAsker: true,
    answer: 'allowed',
  },
  { rule: 'R16', relation: 'holder_of_young_person', answer: 'ROLE_NOT_ALLOWED' },
  { rule: 'R22', relation: 'holder', kinds: ['access_log'], answer: 'allowed' },
  { rule: 'R6', relation: 'holder', kinds: shareable, sharedWithAsker: true, answer: 'allowed' },
  { rule: 'R6', relation: 'holder', answer: 'NOT_FOUND', hidden: true },
];
