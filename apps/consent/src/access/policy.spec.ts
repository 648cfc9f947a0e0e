import { describe, expect, it } from '@jest/globals';
import { StaffRoleSchema, DocumentKindSchema, type StaffRole } from '#contracts/questions/access.js';
import type { AskedKind } from './asked-kind.js';
import { decide, type AccessFacts, type Verdict } from './decide.rules.js';
import type { Relation } from './relation.js';

const kinds: AskedKind[] = [...DocumentKindSchema.options, 'access_log'];
const journalKinds = DocumentKindSchema.options.filter((kind) => kind !== 'guardian_message');
const roles = StaffRoleSchema.options;
const actions = ['read', 'write', 'share'] as const;
const staffRelations: Relation[] = [
  'own_unit',
  'other_institution',
  'administration',
  'other_municipality',
  'unknown_child',
];
const guardianRelations: Relation[] = ['holder', 'holder_of_young_person', 'not_holder', 'custody_unknown'];

/** Every cell that can come about: staff have a role and nothing is shared with them, guardians have none. */
const cells: AccessFacts[] = kinds.flatMap((kind) =>
  actions.flatMap((action) => [
    { relation: 'operations' as const, role: null, kind, action, sharedWithAsker: false },
    ...staffRelations.flatMap((relation) =>
      roles.map((role) => ({ relation, role, kind, action, sharedWithAsker: false })),
    ),
    ...guardianRelations.flatMap((relation) =>
      [true, false].map((sharedWithAsker) => ({ relation, role: null, kind, action, sharedWithAsker })),
    ),
  ]),
);

const answer = ({ outcome, code, hidden }: Verdict): string =>
  outcome === 'allowed' ? 'allowed' : `${code}${hidden ? ' (hidden)' : ''}`;

const read = (relation: Relation, kind: AskedKind, rest: { role?: StaffRole; shared?: boolean } = {}): string =>
  answer(decide({ relation, role: rest.role ?? null, kind, action: 'read', sharedWithAsker: rest.shared ?? false }));

describe('the access policy', () => {
  it('has a line of its own for every cell', () => {
    expect(cells.filter((cell) => decide(cell).rule === 'default')).toEqual([]);
  });

  it('allows exactly these cells and no other', () => {
    const allowed = cells
      .filter((cell) => decide(cell).outcome === 'allowed')
      .map(({ relation, role, kind, action, sharedWithAsker }) =>
        [relation, role ?? (sharedWithAsker ? 'shared' : 'not shared'), kind, action].join(' '),
      );
    const expected = [
      ...journalKinds.flatMap((kind) =>
        actions.flatMap((action) =>
          ['health_visitor', 'institution_leader'].map((role) => `own_unit ${role} ${kind} ${action}`),
        ),
      ),
      'own_unit institution_leader access_log read',
      'own_unit health_visitor guardian_message read',
      'own_unit institution_leader guardian_message read',
      'holder not shared guardian_message write',
      'holder shared guardian_message write',
      'holder shared guardian_message read',
      ...['health_visit_summary', 'adbb_result', 'health_observation'].map((kind) => `holder shared ${kind} read`),
      ...['letter', 'letter_content', 'guardian_reply'].flatMap((kind) => [
        `holder shared ${kind} read`,
        `holder_of_young_person shared ${kind} read`,
      ]),
      'holder shared access_log read',
      'holder not shared access_log read',
    ];
    expect(allowed.sort()).toEqual(expected.sort());
  });

  it.each<[string, Relation, AskedKind, { role?: StaffRole; shared?: boolean }, string]>([
    [
      'the health visitor of the unit sees the result (R6)',
      'own_unit',
      'adbb_result',
      { role: 'health_visitor' },
      'allowed',
    ],
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
      { role: 'daycare_staff' },
      'CONSENT_MISSING',
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
      { role: 'health_visitor' },
      'CONSENT_MISSING',
    ],
    [
      'an administrator registers, and reads nothing',
      'administration',
      'child_record',
      { role: 'municipal_administrator' },
      'ROLE_NOT_ALLOWED',
    ],
    ['operations see no content (R19)', 'operations', 'letter_content', {}, 'CONTENT_NOT_FOR_OPS'],
    [
      'another municipality finds nothing',
      'other_municipality',
      'child_record',
      { role: 'health_visitor' },
      'WRONG_TENANT (hidden)',
    ],
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
      'from the 15th birthday journal documents close (R16)',
      'holder_of_young_person',
      'health_visit_summary',
      { shared: true },
      'ROLE_NOT_ALLOWED',
    ],
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
      cells.filter(({ relation }) => relation === 'not_holder').map((cell) => answer(decide(cell))),
    );
    expect([...answers]).toEqual(['NOT_GUARDIAN']);
  });
});
