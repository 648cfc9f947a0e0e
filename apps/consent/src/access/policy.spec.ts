import { describe, expect, it } from '@jest/globals';
import { StaffRoleSchema, DocumentKindSchema, type StaffRole } from '#contracts/questions/access.js';
import { ConsentableKindSchema } from '#contracts/questions/consents.js';
import type { ConsentFact } from '../consents/consent-fact.js';
import type { AskedKind } from './asked-kind.js';
import { decide, type AccessFacts, type Verdict } from './decide.rules.js';
import { accessPolicy } from './policy.js';
import { policyWords } from './policy-words.js';
import type { Relation } from './relation.js';

const keptHere: AskedKind[] = ['access_log', 'consent', 'information_request'];
const kinds: AskedKind[] = [...DocumentKindSchema.options, ...keptHere];
const roles = StaffRoleSchema.options;
const actions = ['read', 'write', 'share'] as const;
const staffRelations: Relation[] = ['own_unit', 'administration', 'other_municipality', 'unknown_child'];
const guardianRelations: Relation[] = [
  'holder',
  'holder_of_young_person',
  'young_person',
  'not_holder',
  'custody_unknown',
];
const consents: ConsentFact[] = [
  'never_asked',
  'withdrawn',
  'expired',
  'other_transition',
  'custody_unknown',
  'incomplete',
  'active',
];
const none = { role: null, sharedWithAsker: false, consent: 'never_asked' as ConsentFact };

/** Every cell that can come about: staff have a role and nothing is shared with them, guardians have none. */
const cells: AccessFacts[] = kinds.flatMap((kind) =>
  actions.flatMap((action): AccessFacts[] => [
    { ...none, relation: 'operations', kind, action },
    ...staffRelations.flatMap((relation) => roles.map((role) => ({ ...none, relation, role, kind, action }))),
    ...roles.flatMap((role) =>
      consents.map((consent) => ({ ...none, relation: 'other_institution' as const, role, kind, action, consent })),
    ),
    ...guardianRelations.flatMap((relation) =>
      [true, false].map((sharedWithAsker) => ({ ...none, relation, kind, action, sharedWithAsker })),
    ),
  ]),
);

const answer = ({ outcome, code, hidden }: Verdict): string =>
  outcome === 'allowed' ? 'allowed' : `${code}${hidden ? ' (hidden)' : ''}`;

interface Rest {
  role?: StaffRole;
  shared?: boolean;
  consent?: ConsentFact;
}
const read = (relation: Relation, kind: AskedKind, { role, shared, consent }: Rest = {}): string =>
  answer(
    decide({
      relation,
      role: role ?? null,
      kind,
      action: 'read',
      sharedWithAsker: shared ?? false,
      consent: consent ?? 'never_asked',
    }),
  );

describe('the access policy', () => {
  it('has a line of its own for every cell, and words for every line', () => {
    expect(cells.filter((cell) => decide(cell).rule === 'default')).toEqual([]);
    const named = accessPolicy.map(({ name }) => name);
    expect(new Set(named).size).toBe(named.length);
    expect([...named, 'no_line'].sort()).toEqual(Object.keys(policyWords).sort());
  });

  it('has no line that decides nothing', () => {
    const deciding = new Set(cells.map((cell) => decide(cell).line));
    expect(accessPolicy.map(({ name }) => name).filter((name) => !deciding.has(name))).toEqual([]);
  });

  it('allows exactly these cells and no other', () => {
    const allowed = cells
      .filter((cell) => decide(cell).outcome === 'allowed')
      .map(({ relation, role, kind, action, sharedWithAsker, consent }) =>
        [relation, role ?? (sharedWithAsker ? 'shared' : 'not shared'), kind, action, consent].join(' '),
      );
    const shared = ['shared', 'not shared'];
    const deciders = ['holder', 'young_person'];
    const custodians = [...deciders, 'holder_of_young_person'];
    const expected = [
      ...[...DocumentKindSchema.options, 'consent']
        .filter((kind) => kind !== 'guardian_message')
        .flatMap((kind) =>
          actions.flatMap((action) =>
            ['health_visitor', 'institution_leader'].map((role) => `own_unit ${role} ${kind} ${action} never_asked`),
          ),
        ),
      'own_unit health_visitor guardian_message read never_asked',
      'own_unit institution_leader guardian_message read never_asked',
      'own_unit institution_leader access_log read never_asked',
      ...actions.map((action) => `own_unit institution_leader information_request ${action} never_asked`),
      ...['daycare_staff', 'institution_leader', 'school_staff', 'caseworker', 'specialist'].flatMap((role) =>
        ConsentableKindSchema.options.map((kind) => `other_institution ${role} ${kind} read active`),
      ),
      'operations not shared letter read never_asked',
      ...['not_holder', ...custodians].flatMap((who) =>
        shared.map((how) => `${who} ${how} information_request write never_asked`),
      ),
      ...deciders.flatMap((who) => [
        ...ConsentableKindSchema.options.map((kind) => `${who} shared ${kind} read never_asked`),
        ...shared.flatMap((how) => [
          `${who} ${how} access_log read never_asked`,
          `${who} ${how} consent write never_asked`,
          `${who} ${how} guardian_message write never_asked`,
        ]),
      ]),
      ...custodians.flatMap((who) => [
        ...['letter', 'letter_content', 'guardian_reply', 'guardian_message'].map(
          (kind) => `${who} shared ${kind} read never_asked`,
        ),
        ...shared.map((how) => `${who} ${how} consent read never_asked`),
      ]),
    ];
    expect(allowed.sort()).toEqual(expected.sort());
  });

  const visitor: Rest = { role: 'health_visitor' };
  const daycare = (consent: ConsentFact): Rest => ({ role: 'daycare_staff', consent });

  it.each<[string, Relation, AskedKind, Rest, string]>([
    ['the health visitor of the unit sees the result (R6)', 'own_unit', 'adbb_result', visitor, 'allowed'],
    [
      'the leader of the unit sees the report as sent (R6)',
      'own_unit',
      'journal_report',
      { role: 'institution_leader' },
      'allowed',
    ],
    [
      'day-care staff need a consent (S1, S2)',
      'other_institution',
      'adbb_result',
      daycare('never_asked'),
      'CONSENT_MISSING',
    ],
    ['and read with one (R13)', 'other_institution', 'adbb_result', daycare('active'), 'allowed'],
    [
      'not before everybody has granted',
      'other_institution',
      'adbb_result',
      daycare('incomplete'),
      'CONSENT_INCOMPLETE',
    ],
    ['not once it is withdrawn (R14)', 'other_institution', 'adbb_result', daycare('withdrawn'), 'CONSENT_WITHDRAWN'],
    ['not after its last day', 'other_institution', 'adbb_result', daycare('expired'), 'CONSENT_EXPIRED'],
    [
      'not for another transition',
      'other_institution',
      'adbb_result',
      daycare('other_transition'),
      'CONSENT_WRONG_TRANSITION',
    ],
    [
      'not while nobody knows who holds custody',
      'other_institution',
      'adbb_result',
      daycare('custody_unknown'),
      'DEPENDENCY_UNAVAILABLE',
    ],
    [
      'a consent opens nothing to an area leader',
      'other_institution',
      'adbb_result',
      { role: 'area_leader', consent: 'active' },
      'ROLE_NOT_ALLOWED',
    ],
    ['the caseworker needs a consent', 'other_institution', 'child_record', { role: 'caseworker' }, 'CONSENT_MISSING'],
    [
      'an area leader needs a consent',
      'other_institution',
      'health_visit_summary',
      { role: 'area_leader' },
      'CONSENT_MISSING',
    ],
    [
      'a health visitor of another unit needs a consent',
      'other_institution',
      'child_record',
      visitor,
      'CONSENT_MISSING',
    ],
    [
      'an administrator registers, and reads nothing',
      'administration',
      'child_record',
      { role: 'municipal_administrator' },
      'ROLE_NOT_ALLOWED',
    ],
    ['operations see whether a letter was delivered (R19)', 'operations', 'letter', {}, 'allowed'],
    ['operations see no content (R19)', 'operations', 'letter_content', {}, 'CONTENT_NOT_FOR_OPS'],
    ['another municipality finds nothing', 'other_municipality', 'child_record', visitor, 'WRONG_TENANT (hidden)'],
    [
      'a guardian sees the summary once it is shared (R6)',
      'holder',
      'health_visit_summary',
      { shared: true },
      'allowed',
    ],
    ['before that it does not exist for the guardian', 'holder', 'health_visit_summary', {}, 'NOT_FOUND (hidden)'],
    [
      'the journal report never exists for a guardian',
      'holder',
      'journal_report',
      { shared: true },
      'NOT_FOUND (hidden)',
    ],
    [
      'a parent without custody is no guardian, shared or not (R11)',
      'not_holder',
      'health_visit_summary',
      { shared: true },
      'NOT_GUARDIAN',
    ],
    [
      'nothing rests on custody that is not known',
      'custody_unknown',
      'health_visit_summary',
      { shared: true },
      'DEPENDENCY_UNAVAILABLE',
    ],
    [
      'from the 15th birthday journal documents close for guardians (R16)',
      'holder_of_young_person',
      'health_visit_summary',
      { shared: true },
      'ROLE_NOT_ALLOWED',
    ],
    ['and open for the young person', 'young_person', 'health_visit_summary', { shared: true }, 'allowed'],
    [
      'letters to the guardian stay readable after that',
      'holder_of_young_person',
      'letter',
      { shared: true },
      'allowed',
    ],
  ])('%s', (_case, relation, kind, rest, expected) => {
    expect(read(relation, kind, rest)).toBe(expected);
  });

  it('tells somebody without custody the same for what exists and what does not', () => {
    const answers = new Set(
      cells
        .filter(({ relation, kind, action }) => {
          const isQuestion = kind === 'information_request' && action === 'write';
          return relation === 'not_holder' && !isQuestion;
        })
        .map((cell) => answer(decide(cell))),
    );
    expect([...answers]).toEqual(['NOT_GUARDIAN']);
  });
});
