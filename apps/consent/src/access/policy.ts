import type { StaffRole } from '#contracts/questions/access.js';
import { ConsentableKindSchema } from '#contracts/questions/consents.js';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import type { ConsentFact } from '../consents/consent-fact.js';
import type { AskedKind } from './asked-kind.js';
import type { PolicyLineName } from './policy-words.js';
import type { Relation } from './relation.js';

/** One line of the policy. A part that is left out stands for "any". */
export interface PolicyLine {
  /** What the line is called; its words are in `policy-words.ts`. */
  readonly name: PolicyLineName;
  /** The rule of the domain behind the line. */
  readonly rule: string;
  readonly relation: Relation | readonly Relation[];
  readonly roles?: readonly StaffRole[];
  readonly kinds?: readonly AskedKind[];
  readonly actions?: readonly ('read' | 'write' | 'share')[];
  /** What the newest consent naming receiver and kind is worth; only institutions other than the child's unit have one. */
  readonly consent?: ConsentFact;
  /** Only for what has been shared with, or is addressed to, the guardian who asks. */
  readonly sharedWithAsker?: true;
  readonly answer: 'allowed' | RefusalCode;
  /** The door answers as if the thing did not exist. */
  readonly hidden?: true;
}

const unitStaff = ['health_visitor', 'institution_leader'] as const;
/** Who reads by consent at the receiver: those who work with the child. */
const receivers = ['daycare_staff', 'institution_leader', 'school_staff', 'caseworker', 'specialist'] as const;
const shareable = ConsentableKindSchema.options;
const addressed = ['letter', 'letter_content', 'guardian_reply', 'guardian_message'] as const;
const kept = ['access_log', 'consent', 'information_request'] as const;
const deciders = ['holder', 'young_person'] as const;
const custodians = [...deciders, 'holder_of_young_person'] as const;
const own = 'own_unit' as const;
const other = 'other_institution' as const;

/** May X see Y now? The first line that fits decides; what no line allows is refused. */
// prettier-ignore
export const accessPolicy: readonly PolicyLine[] = [
  // Operations follow chains and the states of letters, never content.
  { name: 'operations_follow_letters', rule: 'R19', relation: 'operations', kinds: ['letter'], actions: ['read'], answer: 'allowed' },
  { name: 'operations_follow_chains', rule: 'R19', relation: 'operations', answer: 'CONTENT_NOT_FOR_OPS' },

  // Another municipality, and children nobody registered: as if there were nothing.
  { name: 'other_municipality', rule: 'tenant', relation: 'other_municipality', answer: 'WRONG_TENANT', hidden: true },
  { name: 'child_unknown', rule: 'tenant', relation: 'unknown_child', answer: 'UNKNOWN_CHILD', hidden: true },

  // The child's health-visiting unit.
  { name: 'leader_reads_log', rule: 'R22', relation: own, roles: ['institution_leader'], kinds: ['access_log'], actions: ['read'], answer: 'allowed' },
  { name: 'log_is_for_leaders', rule: 'R22', relation: own, kinds: ['access_log'], answer: 'ROLE_NOT_ALLOWED' },
  { name: 'leader_answers_information', rule: 'R11', relation: own, roles: ['institution_leader'], kinds: ['information_request'], answer: 'allowed' },
  { name: 'information_is_for_leaders', rule: 'R11', relation: own, kinds: ['information_request'], answer: 'ROLE_NOT_ALLOWED' },
  { name: 'unit_reads_guardians_words', rule: 'R6', relation: own, roles: unitStaff, kinds: ['guardian_message'], actions: ['read'], answer: 'allowed' },
  { name: 'guardians_words_stay', rule: 'R6', relation: own, kinds: ['guardian_message'], answer: 'ROLE_NOT_ALLOWED' },
  { name: 'unit_works_with_record', rule: 'R6', relation: own, roles: unitStaff, answer: 'allowed' },
  { name: 'unit_other_roles', rule: 'R6', relation: own, answer: 'ROLE_NOT_ALLOWED' },

  // Everybody else at work: reading needs a consent, changing is never theirs. R13's order of codes is decided before, in the fact.
  { name: 'administration_sees_no_content', rule: 'R6', relation: 'administration', answer: 'ROLE_NOT_ALLOWED' },
  { name: 'unit_alone', rule: 'R22', relation: other, kinds: kept, answer: 'ROLE_NOT_ALLOWED' },
  { name: 'unit_alone_writes', rule: 'R6', relation: other, actions: ['write', 'share'], answer: 'ROLE_NOT_ALLOWED' },
  { name: 'never_asked', rule: 'R13', relation: other, consent: 'never_asked', answer: 'CONSENT_MISSING' },
  { name: 'consent_active', rule: 'R13', relation: other, roles: receivers, kinds: shareable, consent: 'active', answer: 'allowed' },
  { name: 'consent_withdrawn', rule: 'R14', relation: other, roles: receivers, consent: 'withdrawn', answer: 'CONSENT_WITHDRAWN' },
  { name: 'consent_expired', rule: 'R13', relation: other, roles: receivers, consent: 'expired', answer: 'CONSENT_EXPIRED' },
  { name: 'consent_other_transition', rule: 'R13', relation: other, roles: receivers, consent: 'other_transition', answer: 'CONSENT_WRONG_TRANSITION' },
  { name: 'consent_custody_unknown', rule: 'R13', relation: other, roles: receivers, consent: 'custody_unknown', answer: 'DEPENDENCY_UNAVAILABLE' },
  { name: 'consent_incomplete', rule: 'R13', relation: other, roles: receivers, consent: 'incomplete', answer: 'CONSENT_INCOMPLETE' },
  { name: 'consent_other_roles', rule: 'R13', relation: other, answer: 'ROLE_NOT_ALLOWED' },

  // Whoever is logged in may ask the unit's leader about a child: taking that in tells nothing.
  { name: 'anybody_asks_for_information', rule: 'R11', relation: ['not_holder', ...custodians], kinds: ['information_request'], actions: ['write'], answer: 'allowed' },

  // Custody first: who does not hold it learns nothing, not even whether the thing exists.
  { name: 'custody_unknown', rule: 'R11', relation: 'custody_unknown', answer: 'DEPENDENCY_UNAVAILABLE' },
  { name: 'no_custody', rule: 'R11', relation: 'not_holder', answer: 'NOT_GUARDIAN' },

  // Guardians, and the young person from the 15th birthday, decide and write to the unit; they change nothing of the journal.
  { name: 'guardians_write', rule: 'R11', relation: deciders, kinds: ['guardian_message'], actions: ['write'], answer: 'allowed' },
  { name: 'guardians_see_consents', rule: 'R14', relation: custodians, kinds: ['consent'], actions: ['read'], answer: 'allowed' },
  { name: 'guardians_answer_consents', rule: 'R13', relation: deciders, kinds: ['consent'], actions: ['write'], answer: 'allowed' },
  { name: 'young_person_answers_alone', rule: 'R16', relation: 'holder_of_young_person', kinds: ['consent'], answer: 'ROLE_NOT_ALLOWED' },
  { name: 'readers_only', rule: 'R6', relation: custodians, actions: ['write', 'share'], answer: 'ROLE_NOT_ALLOWED' },
  { name: 'addressed_to_the_reader', rule: 'R10', relation: custodians, kinds: addressed, sharedWithAsker: true, answer: 'allowed' },
  { name: 'young_persons_own', rule: 'R16', relation: 'holder_of_young_person', answer: 'ROLE_NOT_ALLOWED' },
  { name: 'own_log', rule: 'R22', relation: deciders, kinds: ['access_log'], answer: 'allowed' },
  { name: 'shared_with_the_reader', rule: 'R6', relation: deciders, kinds: shareable, sharedWithAsker: true, answer: 'allowed' },
  { name: 'not_shared', rule: 'R6', relation: deciders, answer: 'NOT_FOUND', hidden: true },
];
