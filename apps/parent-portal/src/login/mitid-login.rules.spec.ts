import { describe, expect, it } from '@jest/globals';
import { RefusalError } from '#contracts/refusal-error.js';
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
    const { cpr, mitidUuid } = mitidLogin({ ...good, loa }, uuid);
    expect([cpr.reveal(), mitidUuid, String(cpr)]).toEqual(['6902921112', uuid, '***']);
  });

  it.each<[string, object, string]>([
    ['at level low', { loa: 'https://data.gov.dk/concept/core/nsis/Low' }, 'not strong enough'],
    ['without a level', { loa: undefined }, 'not strong enough'],
    ['at a level nobody knows', { loa: 'https://data.gov.dk/concept/core/nsis/' }, 'not strong enough'],
    ['on behalf of an employer', { 'nemlogin.cvr': '12345678' }, 'on behalf of an employer'],
    [
      'on behalf of an employer, in the other shape',
      { 'https://data.gov.dk/model/core/eid/professional/cvr': '1' },
      'employer',
    ],
    ['of the professional kind', { identity_type: 'professional' }, 'on behalf of an employer'],
    ['without a number', { 'mitid.has_cpr': 'false', 'dk.cpr': undefined }, 'no civil registration number'],
    ['that does not say whether it has a number', { 'mitid.has_cpr': undefined }, 'no civil registration number'],
    ['whose mark is no string', { 'mitid.has_cpr': true }, 'somebody else'],
    ['with a number that does not exist', { 'dk.cpr': '3102261111' }, 'no valid civil registration number'],
    ['of somebody else', { sub: 'another' }, 'somebody else'],
  ])('%s is refused', (_case, part, detail) => {
    const refusal = (() => {
      try {
        return mitidLogin({ ...good, ...part }, uuid);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(RefusalError);
    expect((refusal as RefusalError).detail).toContain(detail);
    expect(JSON.stringify(refusal)).not.toContain('6902921112');
  });

  it('is refused when the broker tells nothing that can be read', () => {
    for (const claims of [null, [], 'claims', {}]) expect(() => mitidLogin(claims, uuid)).toThrow(RefusalError);
  });
});
