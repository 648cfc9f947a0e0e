import type { MitidIdentity } from './mitid-identity.js';

const NSIS = 'https://data.gov.dk/concept/core/nsis/';

/** How sure the login is, in the words of the national standard. */
export function nsisLevel(loa: MitidIdentity['loa']): string {
  return `${NSIS}${loa.charAt(0).toUpperCase()}${loa.slice(1)}`;
}

/**
 * What a MitID broker tells about a login. Every value is a string, `auth_time` and `mitid.has_cpr` too. The CPR number is told
 * at the userinfo door alone, to those who asked for the scope `ssn`, and never for an identity that has none.
 */
export function brokerClaims(
  identity: MitidIdentity,
  withCpr: boolean,
  authTime: number | undefined,
): Record<string, string> {
  const level = nsisLevel(identity.loa);
  return {
    sub: identity.uuid,
    idp: 'mitid',
    identity_type: identity.professional ? 'professional' : 'private',
    loa: level,
    ial: level,
    aal: level,
    acr: level,
    'mitid.uuid': identity.uuid,
    'mitid.identity_name': identity.name,
    'mitid.has_cpr': String(identity.hasCpr),
    ...(authTime === undefined ? {} : { auth_time: String(authTime) }),
    ...(identity.protected ? { 'ssn.details.status': 'protected' } : {}),
    ...(identity.professional ? { 'nemlogin.cvr': '99999901', 'nemlogin.org_name': 'Prøvebørnehaven' } : {}),
    ...(withCpr && identity.hasCpr ? { 'dk.cpr': identity.cpr.reveal() } : {}),
  };
}
