import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { professionalClaims, type ClaimMap } from './claim-map.js';
import type { MitidLogin } from './login-broker.js';

const ClaimsSchema = z.looseObject({
  sub: z.string(),
  idp: z.string().max(64).optional(),
  /** Seconds since 1970, as digits. */
  auth_time: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
});

/** The levels of the national standard (NSIS) that are enough; the last part of the claim's address, whatever its case. */
const ENOUGH = ['substantial', 'high'] as const;

/** The person behind the broker's claims, which are strings throughout. Fails closed: a claim that is missing refuses. */
export function mitidLogin(claims: unknown, subject: string, map: ClaimMap): MitidLogin {
  const parsed = ClaimsSchema.safeParse(claims);
  if (!parsed.success || parsed.data.sub !== subject) {
    throw new RefusalError('TOKEN_INVALID', { detail: 'The login broker tells of somebody else.' });
  }
  const told = parsed.data;
  if (isProfessional(told, map)) throw new RefusalError('LOGIN_PROFESSIONAL');
  const level = text(told, map.assurance)?.split('/').at(-1)?.toLowerCase();
  const assurance = ENOUGH.find((each) => each === level);
  if (!assurance) throw new RefusalError('LOGIN_TOO_WEAK');
  const digits = text(told, map.cpr);
  if ((map.hasCpr !== null && text(told, map.hasCpr) !== 'true') || !digits) {
    throw new RefusalError('LOGIN_WITHOUT_CPR');
  }
  const mitidUuid = text(told, map.person);
  if (!mitidUuid) throw new RefusalError('TOKEN_INVALID', { detail: 'The login broker names no person.' });
  const authenticatedAt = told.auth_time === undefined ? null : instantOf(told.auth_time);
  return { cpr: cprOf(digits), mitidUuid, evidence: { broker: told.idp ?? map.broker, assurance, authenticatedAt } };
}

function isProfessional(told: Record<string, unknown>, { professionalKind }: ClaimMap): boolean {
  if (professionalKind && told[professionalKind[0]] === professionalKind[1]) return true;
  return Object.keys(told).some((name) => professionalClaims.some((pattern) => pattern.test(name)));
}

function text(told: Record<string, unknown>, claim: string): string | undefined {
  const value = told[claim];
  if (value === undefined || typeof value === 'string') return value;
  throw new RefusalError('TOKEN_INVALID', { detail: 'The login broker tells something else than text.' });
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
