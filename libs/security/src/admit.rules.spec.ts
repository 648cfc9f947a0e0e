import { describe, expect, it } from '@jest/globals';
import { admit } from './admit.rules.js';
import type { DoorRule } from './door.js';
import type { Principal } from './principal.js';

const nurse: Principal = {
  kind: 'staff',
  subject: 'n1',
  role: 'health_visitor',
  organisation: 'HV-1' as never,
  municipality: 'K1',
};
const journal: Principal = { kind: 'journal_system', clientId: 'novax', municipality: 'K1', scopes: ['journal.write'] };
const screening: Principal = { kind: 'service', clientId: 'screening', scopes: [] };
const guardian: Principal = { kind: 'guardian', subject: 'g1', municipality: 'K1', token: 't' };
const post: Principal = { kind: 'channel', clientId: 'digital-post', scopes: ['letters.receipt'] };

const enters = (principal: Principal, door: DoorRule): boolean => {
  try {
    admit(principal, door);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ROLE_NOT_ALLOWED', status: 403 });
    return false;
  }
};

describe('a door', () => {
  it.each<[string, Principal, DoorRule, boolean]>([
    ['staff in a listed role', nurse, { who: ['staff'], roles: ['health_visitor'] }, true],
    ['staff in another role', nurse, { who: ['staff'], roles: ['ops_operator'] }, false],
    ['staff where no role is listed', nurse, { who: ['staff'] }, true],
    ['staff at a door for guardians', nurse, { who: ['guardian'] }, false],
    ['a guardian at a door for guardians', guardian, { who: ['guardian'] }, true],
    ['a journal system with the scope', journal, { who: ['journal_system'], scopes: ['journal.write'] }, true],
    ['a journal system without the scope', journal, { who: ['journal_system'], scopes: ['journal.read'] }, false],
    [
      'a channel with only one of two scopes',
      post,
      { who: ['channel'], scopes: ['letters.receipt', 'letters.reply'] },
      false,
    ],
    ['a listed service', screening, { who: ['service'], services: ['screening'] }, true],
    ['another service', screening, { who: ['service'], services: ['operations'] }, false],
    [
      'a service at a door that lists roles for staff',
      screening,
      { who: ['staff', 'service'], roles: ['specialist'] },
      true,
    ],
    ['anybody where nobody is listed', nurse, { who: [] }, false],
  ])('for %s', (_, principal, door, expected) => {
    expect(enters(principal, door)).toBe(expected);
  });
});
