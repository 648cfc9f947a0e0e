import { hash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyGetKey, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { RefusalError } from '#contracts/refusal-error.js';
import { fetchAgain } from './fetch-again.js';
import type { Issuer } from './issuer.js';
import type { Principal } from './principal.js';
import { principalOf } from './principal-claims.js';

export interface TokenVerifierOptions {
  /** The only issuer that is trusted; its address is compared with `iss` letter by letter. */
  issuer: Issuer;
  /** The audience a token must name. */
  audience: string;
}

interface Verified {
  principal: Principal;
  expiresAtMs: number;
}

const CLOCK_TOLERANCE_S = 5;

/**
 * Decides who a bearer token stands for. Issuer, audience, signature, expiry and algorithm are checked; a token that passed is
 * remembered by its hash until it expires, 10,000 at most. Real time is used, not the settable clock: tokens live outside the hub.
 */
export class TokenVerifier {
  private keySet: JWTVerifyGetKey | undefined;
  private readonly verified = new LRUCache<string, Verified>({ max: 10_000 });

  constructor(private readonly options: TokenVerifierOptions) {}

  /** The caller, or a refusal TOKEN_INVALID or TOKEN_EXPIRED; DEPENDENCY_UNAVAILABLE when the issuer's keys cannot be fetched. */
  async verify(token: string): Promise<Principal> {
    const fingerprint = hash('sha256', token, 'base64');
    const known = this.verified.get(fingerprint);
    if (known && known.expiresAtMs > Date.now()) return known.principal;
    const claims = await this.claimsOf(token);
    const principal = principalOf(claims, token);
    if (!principal) throw new RefusalError('TOKEN_INVALID', { detail: 'The token names no caller of the hub.' });
    this.verified.set(fingerprint, { principal, expiresAtMs: (claims.exp! + CLOCK_TOLERANCE_S) * 1000 });
    return principal;
  }

  /** Keys are fetched at the first token and again when an unknown one appears, at most every five seconds. */
  private readonly keys: JWTVerifyGetKey = async (header, token) => {
    this.keySet ??= createRemoteJWKSet(new URL((await this.options.issuer.metadata()).jwks_uri), {
      timeoutDuration: 2000,
      cooldownDuration: 5000,
      [customFetch]: fetchAgain,
    });
    return this.keySet(header, token);
  };

  private async claimsOf(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.options.issuer.url,
        audience: this.options.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'iat'],
        clockTolerance: CLOCK_TOLERANCE_S,
      });
      return payload;
    } catch (error) {
      throw refusalFor(error);
    }
  }
}

const ALGORITHMS = ['RS256', 'PS256', 'ES256'];

function refusalFor(error: unknown): RefusalError {
  if (error instanceof errors.JWTExpired) return new RefusalError('TOKEN_EXPIRED');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new RefusalError('TOKEN_INVALID', { detail: `The claim ${error.claim} is not the expected one.` });
  }
  if (
    error instanceof errors.JWKSTimeout ||
    !(error instanceof errors.JOSEError) ||
    error.code === 'ERR_JOSE_GENERIC'
  ) {
    return new RefusalError('DEPENDENCY_UNAVAILABLE', {
      detail: 'The issuer of tokens does not answer.',
      retryAfterSeconds: 5,
    });
  }
  return new RefusalError('TOKEN_INVALID');
}
