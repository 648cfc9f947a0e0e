import { describe, expect, it } from '@jest/globals';
import { claimMaps } from './claim-maps.js';
import { mitidLogin } from './mitid-login.rules.js';

const said = {
  nets_eid: {
    'dk.cpr': '6902921112',
    'mitid.uuid': 'person',
    loa: 'https://data.gov.dk/concept/core/nsis/High',
    'mitid.has_cpr': 'true',
  },
  idura: { cprNumberIdentifier: '6902921112', uuid: 'person', loa: 'HIGH' },
  signicat: { nin: '6902921112', mitid_uuid: 'person', mitid_loa: 'HIGH', mitid_has_cpr: 'true' },
} as const;

describe.each(Object.values(claimMaps))('a login through the broker $broker', (map) => {
  const claims = { sub: 'subject', ...said[map.broker] };

  it('names the person and how sure that is, in the same words as through any other', () => {
    const { cpr, mitidUuid, evidence } = mitidLogin(claims, 'subject', map);
    expect([cpr.reveal(), mitidUuid, evidence.broker, evidence.assurance]).toEqual([
      '6902921112',
      'person',
      map.broker,
      'high',
    ]);
  });

  it('is refused when a claim is missing', () => {
    for (const claim of [map.cpr, map.person, map.assurance]) {
      expect(() => mitidLogin({ ...claims, [claim]: undefined }, 'subject', map)).toThrow();
    }
  });

  it('is refused when it is on behalf of an employer', () => {
    expect(() => mitidLogin({ ...claims, 'nemlogin.cvr': '99999901' }, 'subject', map)).toThrow('LOGIN_PROFESSIONAL');
  });
});
