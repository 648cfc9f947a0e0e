import { DocumentKindSchema, StaffRoleSchema, type StaffRole } from '#contracts/questions/access.js';
import { ConsentableKindSchema } from '#contracts/questions/consents.js';
import type { ConsentFact } from '../consents/consent-fact.js';
import type { AskedKind } from './asked-kind.js';
import { decide, type AccessFacts, type Verdict } from './decide.rules.js';
import type { Relation } from './relation.js';

/** One question that can come about, with the policy's answer. */
export interface MatrixCell extends AccessFacts {
  verdict: Verdict;
}

const kinds: readonly AskedKind[] = [...DocumentKindSchema.options, 'access_log', 'consent', 'information_request'];
const actions = ['read', 'write', 'share'] as const;
const workers = StaffRoleSchema.options.filter((role) => role !== 'ops_operator' && role !== 'municipal_administrator');

/** Which roles can stand in which relation to a child. */
const rolesOf: readonly (readonly [Relation, readonly StaffRole[]])[] = [
  ['own_unit', workers],
  ['other_institution', workers],
  ['administration', ['municipal_administrator']],
  ['operations', ['ops_operator']],
  ['other_municipality', StaffRoleSchema.options],
  ['unknown_child', StaffRoleSchema.options],
];
const portalUsers: readonly Relation[] = [
  'holder',
  'young_person',
  'holder_of_young_person',
  'not_holder',
  'custody_unknown',
];
const consentFacts: readonly ConsentFact[] = [
  'never_asked',
  'active',
  'incomplete',
  'withdrawn',
  'expired',
  'other_transition',
  'custody_unknown',
];

/** Every cell of the access matrix: role x organisation x kind x action x state, as the policy answers it. */
export function accessMatrix(): MatrixCell[] {
  const facts = kinds.flatMap((kind) =>
    actions.flatMap((action): AccessFacts[] => [
      ...rolesOf.flatMap(([relation, roles]) =>
        roles.flatMap((role) =>
          consentsOf(relation, kind, action).map((consent) => ({
            relation,
            role,
            kind,
            action,
            consent,
            sharedWithAsker: false,
          })),
        ),
      ),
      ...portalUsers.flatMap((relation) =>
        [true, false].map((sharedWithAsker) => ({
          relation,
          role: null,
          kind,
          action,
          sharedWithAsker,
          consent: 'never_asked' as const,
        })),
      ),
    ]),
  );
  return facts.map((cell) => ({ ...cell, verdict: decide(cell) }));
}

/** A consent matters only where another institution reads something that a consent may name. */
function consentsOf(relation: Relation, kind: AskedKind, action: string): readonly ConsentFact[] {
  const matters =
    relation === 'other_institution' && action === 'read' && ConsentableKindSchema.safeParse(kind).success;
  return matters ? consentFacts : ['never_asked'];
}
