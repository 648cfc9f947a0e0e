import { Controller, Get, Headers, Inject } from '@nestjs/common';
import { createLocalJWKSet, errors, jwtVerify, type JWK } from 'jose';
import { RefusalError } from '#contracts/refusal-error.js';
import { OpenDoor } from '#security/door.js';
import { brokerClaims } from './broker-claims.js';
import { Logins } from './logins.js';
import { OIDC_OPTIONS, type OidcOptions } from './oidc-options.js';

/** What the MitID broker tells about the person whose access token is shown. */
@Controller('/userinfo')
export class UserinfoController {
  constructor(
    @Inject(OIDC_OPTIONS) private readonly options: OidcOptions,
    private readonly logins: Logins,
  ) {}

  @Get()
  @OpenDoor('A stand-in, never deployed; it checks the token of the person itself')
  async tell(@Headers('authorization') authorization: string | undefined): Promise<Record<string, string>> {
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new RefusalError('TOKEN_MISSING');
    const { sub, scope, iat } = await this.verified(token);
    const account = this.logins.find(sub ?? '');
    if (account?.kind !== 'mitid') throw new RefusalError('TOKEN_INVALID');
    return brokerClaims(account.identity, String(scope).split(' ').includes('ssn'), iat);
  }

  private async verified(token: string) {
    try {
      const { payload } = await jwtVerify(
        token,
        createLocalJWKSet({ keys: this.options.keys.jwks.keys.map(publicPart) }),
        {
          issuer: this.options.issuer,
          audience: this.options.audience,
          algorithms: ['ES256'],
        },
      );
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new RefusalError('TOKEN_INVALID');
      throw error;
    }
  }
}

function publicPart({ kty, crv, x, y, n, e, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, n, e, kid, alg, use } as JWK;
}
