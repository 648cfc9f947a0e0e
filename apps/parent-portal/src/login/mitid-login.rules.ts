import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { MitidLogin } from './login-broker.js';

const ClaimsSchema = z.looseObject({
  sub: z.string(),
  loa: z.string().optional(),
  idp: z.string().max(64).optional(),
  /** Seconds since 1970, as digits. */
  auth_time: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
  'mitid.uuid': z.string().optional(),
  'mitid.has_cpr': z.string().optional(),
  'dk.cpr': z.string().optional(),
});

/** The levels of the national standard (NSIS) that are enough; the last part of the claim's address, whatever its case. */
const ENOUGH = ['substantial', 'high'] as const;
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
  const level = told.loa?.split('/').at(-1)?.toLowerCase();
  const assurance = ENOUGH.find((each) => each === level);
  if (!assurance) throw new RefusalError('LOGIN_TOO_WEAK');
  const digits = told['dk.cpr'];
  if (told['mitid.has_cpr'] !== 'true' || !digits) throw new RefusalError('LOGIN_WITHOUT_CPR');
  if (!told['mitid.uuid']) throw new RefusalError('TOKEN_INVALID', { detail: 'The login broker names no person.' });
  const authenticatedAt = told.auth_time === undefined ? null : instantOf(told.auth_time);
  return {
    cpr: cprOf(digits),
    mitidUuid: told['mitid.uuid'],
    evidence: { broker: told.idp ?? 'mitid', assurance, authenticatedAt },
  };
}

const instantOf = (seconds: string): string => new Date(Number(seconds) * 1000).toISOString();

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
