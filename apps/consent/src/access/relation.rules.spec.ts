import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { GuardianId, Organisation } from '#contracts/ids.js';
import type { Asker, StaffRole } from '#contracts/questions/access.js';
import type { CustodyFacts } from '../custody/custody-facts.js';
import { relationOf } from './relation.rules.js';

const mother = '00000000-0000-4000-8000-00000000000a' as GuardianId;
const young = '00000000-0000-4000-8000-00000000000c' as GuardianId;
const day = (text: string) => Temporal.PlainDate.from(text);
const child = { municipality: 'K1', healthVisitingUnit: 'HV-1', birthDate: day('2011-06-10'), youngPersonId: young };
const custody: CustodyFacts = {
  readAt: Temporal.Instant.from('2026-06-01T00:00:00Z'),
  childStatus: 1,
  holders: [{ guardianId: mother, kind: 'mother', from: null, until: null, status: 1, protected: false }],
};
const staff = (role: StaffRole, organisation: string): Asker => ({
  kind: 'staff',
  role,
  organisation: organisation as Organisation,
  subject: 'somebody',
});
const guardian: Asker = { kind: 'guardian', guardianId: mother };

describe('how an asker stands to a child', () => {
  it.each([
    ['staff of the unit', staff('health_visitor', 'HV-1'), 'K1', 'own_unit'],
    ['staff of another unit', staff('health_visitor', 'HV-2'), 'K1', 'other_institution'],
    ['staff of a unit of the same name elsewhere', staff('health_visitor', 'HV-1'), 'K2', 'other_municipality'],
    ['the administrator', staff('municipal_administrator', 'HV-1'), 'K1', 'administration'],
    [
      'the administrator of another municipality',
      staff('municipal_administrator', 'ADM-1'),
      'K2',
      'other_municipality',
    ],
    ['an operator, whatever the unit', staff('ops_operator', 'HV-1'), 'K1', 'operations'],
    ['operations', { kind: 'operations', subject: 'ops' } as Asker, 'K1', 'operations'],
    ['operations of another municipality', { kind: 'operations', subject: 'ops' } as Asker, 'K2', 'other_municipality'],
    ['a guardian in another municipality', guardian, 'K2', 'not_holder'],
  ])('%s', (_case, asker, municipality, relation) => {
    expect(relationOf(asker, municipality, child, custody, day('2026-06-01'))).toBe(relation);
  });

  it('is nothing for a child nobody registered', () => {
    expect(relationOf(staff('health_visitor', 'HV-1'), 'K1', null, null, day('2026-06-01'))).toBe('unknown_child');
    expect(relationOf({ kind: 'operations', subject: 'ops' }, 'K1', null, null, day('2026-06-01'))).toBe(
      'unknown_child',
    );
    expect(relationOf(guardian, 'K1', null, null, day('2026-06-01'))).toBe('not_holder');
  });

  it('is unknown for guardians while the register is silent', () => {
    expect(relationOf(guardian, 'K1', child, null, day('2026-06-01'))).toBe('custody_unknown');
  });

  it.each([
    ['2026-06-09', 'holder'],
    ['2026-06-10', 'holder_of_young_person'],
    ['2029-06-09', 'holder_of_young_person'],
    ['2029-06-10', 'not_holder'],
  ])('on %s, around the 15th and the 18th birthday, is %s', (today, relation) => {
    expect(relationOf(guardian, 'K1', child, custody, day(today))).toBe(relation);
  });

  it.each([
    ['2026-06-09', 'not_holder'],
    ['2026-06-10', 'young_person'],
    ['2029-06-10', 'young_person'],
  ])('on %s the child itself is %s, whoever holds custody', (today, relation) => {
    const asker: Asker = { kind: 'guardian', guardianId: young };
    expect(relationOf(asker, 'K1', child, custody, day(today))).toBe(relation);
    expect(relationOf(asker, 'K2', child, custody, day(today))).toBe('not_holder');
    if (relation === 'young_person') expect(relationOf(asker, 'K1', child, null, day(today))).toBe(relation);
  });

  it('is no longer there when the custody is over, the holder dead, or the child dead', () => {
    const [holder] = custody.holders;
    const withHolder = (part: object): CustodyFacts => ({ ...custody, holders: [{ ...holder!, ...part }] });
    const today = day('2026-06-01');
    const relation = (facts: CustodyFacts) => relationOf(guardian, 'K1', child, facts, today);
    expect(relation(withHolder({ until: day('2026-06-02') }))).toBe('holder');
    expect(relation(withHolder({ until: day('2026-06-01') }))).toBe('not_holder');
    expect(relation(withHolder({ from: day('2026-06-01') }))).toBe('holder');
    expect(relation(withHolder({ from: day('2026-06-02') }))).toBe('not_holder');
    expect(relation(withHolder({ status: 80 }))).toBe('holder');
    expect(relation(withHolder({ status: 90 }))).toBe('not_holder');
    expect(relation({ ...custody, childStatus: 90 })).toBe('not_holder');
  });
});
