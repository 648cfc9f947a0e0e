import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { MitidLogin } from './login-broker.js';

const ClaimsSchema = z.looseObject({
  sub: z.string(),
  loa: z.string().optional(),
  'mitid.uuid': z.string().optional(),
  'mitid.has_cpr': z.string().optional(),
  'dk.cpr': z.string().optional(),
});

/** The levels of the national standard (NSIS) that are enough; the last part of the claim's address, whatever its case. */
const ENOUGH = new Set(['substantial', 'high']);
/** Claims that only a login on behalf of an employer carries. */
const PROFESSIONAL = /^nemlogin\.|\/eid\/professional\//;

/** The person behind the broker's claims (Nets eID shape: strings throughout). Fails closed: a claim that is missing refuses. */
export function mitidLogin(claims: unknown, subject: string): MitidLogin {
  const parsed = ClaimsSchema.safeParse(claims);
  if (!parsed.success || parsed.data.sub !== subject) {
    throw new RefusalError('TOKEN_INVALID', { detail: 'The login broker tells of somebody else.' });
  }
  const told = parsed.data;
  if (told['identity_type'] === 'professional' || Object.keys(told).some((name) => PROFESSIONAL.test(name))) {
    throw new RefusalError('LOGIN_PROFESSIONAL');
  }
  if (!ENOUGH.has(told.loa?.split('/').at(-1)?.toLowerCase() ?? '')) {
    throw new RefusalError('LOGIN_TOO_WEAK');
  }
  const digits = told['dk.cpr'];
  if (told['mitid.has_cpr'] !== 'true' || !digits) throw new RefusalError('LOGIN_WITHOUT_CPR');
  if (!told['mitid.uuid']) throw new RefusalError('TOKEN_INVALID', { detail: 'The login broker names no person.' });
  return { cpr: cprOf(digits), mitidUuid: told['mitid.uuid'] };
}

function cprOf(digits: string): Cpr {
  try {
    return Cpr.parse(digits);
  } catch {
    throw new RefusalError('LOGIN_WITHOUT_CPR', {
      detail: 'The number is not a valid one.',
      cure: 'Ask technical support.',
    });
  }
}
