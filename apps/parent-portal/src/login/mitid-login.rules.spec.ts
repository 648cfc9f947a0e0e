import { describe, expect, it } from '@jest/globals';
import { RefusalError } from '#contracts/refusal-error.js';
import { claimMaps } from './claim-maps.js';
import { mitidLogin } from './mitid-login.rules.js';

const uuid = 'c2f6a9f0-7a7a-4e38-8a12-2f6f7c0d1e55';
const good = {
  sub: uuid,
  idp: 'mitid',
  loa: 'https://data.gov.dk/concept/core/nsis/Substantial',
  'mitid.uuid': uuid,
  'mitid.has_cpr': 'true',
  'dk.cpr': '6902921112',
};

describe('a login with MitID', () => {
  it.each([
    'https://data.gov.dk/concept/core/nsis/Substantial',
    'https://data.gov.dk/concept/core/nsis/High',
    'SUBSTANTIAL',
  ])('at level %s names the person', (loa) => {
    const { cpr, mitidUuid } = mitidLogin({ ...good, loa }, uuid, claimMaps.nets_eid);
    expect([cpr.reveal(), mitidUuid, String(cpr)]).toEqual(['6902921112', uuid, '***']);
  });

  it.each<[string, object, string]>([
    ['at level low', { loa: 'https://data.gov.dk/concept/core/nsis/Low' }, 'LOGIN_TOO_WEAK'],
    ['without a level', { loa: undefined }, 'LOGIN_TOO_WEAK'],
    ['at an empty level', { loa: 'https://data.gov.dk/concept/core/nsis/' }, 'LOGIN_TOO_WEAK'],
    ['at a level nobody knows', { loa: 'https://data.gov.dk/concept/core/nsis/Highest' }, 'LOGIN_TOO_WEAK'],
    ['at a level that only looks strong', { loa: 'high/low' }, 'LOGIN_TOO_WEAK'],
    ['on behalf of an employer', { 'nemlogin.cvr': '12345678' }, 'LOGIN_PROFESSIONAL'],
    [
      'on behalf of an employer, in the other shape',
      { 'https://data.gov.dk/model/core/eid/professional/cvr': '1' },
      'LOGIN_PROFESSIONAL',
    ],
    ['of the professional kind', { identity_type: 'professional' }, 'LOGIN_PROFESSIONAL'],
    ['of the professional kind and weak', { identity_type: 'professional', loa: undefined }, 'LOGIN_PROFESSIONAL'],
    ['without a number', { 'mitid.has_cpr': 'false', 'dk.cpr': undefined }, 'LOGIN_WITHOUT_CPR'],
    ['that says it has no number, and names one', { 'mitid.has_cpr': 'false' }, 'LOGIN_WITHOUT_CPR'],
    ['that does not say whether it has a number', { 'mitid.has_cpr': undefined }, 'LOGIN_WITHOUT_CPR'],
    ['that names no person', { 'mitid.uuid': undefined }, 'TOKEN_INVALID'],
    ['with a number that does not exist', { 'dk.cpr': '3102261111' }, 'LOGIN_WITHOUT_CPR'],
    ['without a number and weak', { 'dk.cpr': undefined, loa: undefined }, 'LOGIN_TOO_WEAK'],
    ['whose mark is no string', { 'mitid.has_cpr': true }, 'TOKEN_INVALID'],
    ['whose level is no string', { loa: ['high'] }, 'TOKEN_INVALID'],
    ['of somebody else', { sub: 'another' }, 'TOKEN_INVALID'],
  ])('%s is refused', (_case, part, code) => {
    const refusal = (() => {
      try {
        return mitidLogin({ ...good, ...part }, uuid, claimMaps.nets_eid);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(RefusalError);
    expect(refusal).toMatchObject({ code });
    expect(JSON.stringify(refusal)).not.toContain('6902921112');
  });

  it('is refused when the broker tells nothing that can be read', () => {
    for (const claims of [null, [], 'claims', {}])
      expect(() => mitidLogin(claims, uuid, claimMaps.nets_eid)).toThrow(RefusalError);
  });
});
