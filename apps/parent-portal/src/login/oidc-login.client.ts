import { Inject, Injectable } from '@nestjs/common';
import { importJWK, type CryptoKey, type JWK } from 'jose';
import { readFileSync } from 'node:fs';
import * as oidc from 'openid-client';
import { RefusalError } from '#contracts/refusal-error.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { log } from '#observability/log.js';
import { TokenVerifier } from '#security/token-verifier.js';
import { Clock } from '#service/clock.js';
import { CONFIG } from '#service/config-token.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';
import { FRESH_LOGIN_SECONDS } from '../session/fresh-login.rules.js';
import { BrowserLogin, type BegunLogin, type FinishedLogin, type LoginSecrets } from './browser-login.js';
import { LoginBroker } from './login-broker.js';

const TIME_OUT_SECONDS = 5;
/** The broker's own scopes: who the person is (`mitid`), and the CPR number (`ssn`) at the userinfo door. */
const SCOPE = 'openid mitid ssn';

/** Authorization code with PKCE, state and nonce; the client proves itself with a signed assertion (`private_key_jwt`). */
@Injectable()
export class OidcLogin extends BrowserLogin {
  private found: Promise<oidc.Configuration> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: ParentPortalConfig,
    private readonly tokens: TokenVerifier,
    private readonly broker: LoginBroker,
    private readonly clock: Clock,
  ) {
    super();
  }

  async begin(): Promise<BegunLogin> {
    const issuer = await this.issuer();
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const address = oidc.buildAuthorizationUrl(issuer, {
      redirect_uri: this.redirectUri(),
      scope: SCOPE,
      state,
      nonce,
      prompt: 'login',
      max_age: String(FRESH_LOGIN_SECONDS),
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, state, secrets: { state, nonce, verifier } };
  }

  async finish(query: string, { state, nonce, verifier }: LoginSecrets): Promise<FinishedLogin> {
    const answer = await this.exchange(query, { state: state!, nonce: nonce!, verifier: verifier! });
    const principal = await this.tokens.verify(answer.accessToken);
    if (principal.kind !== 'guardian') throw new RefusalError('ROLE_NOT_ALLOWED');
    const login = await this.broker.loginOf(principal);
    // The broker's clock is the real one; the domain's may be set to another day. Only the age is carried over.
    const ageMs = Math.max(0, Date.now() - answer.authTime * 1000);
    const authenticatedAt = this.clock
      .now()
      .subtract({ milliseconds: Math.round(ageMs) })
      .toString();
    return { ...login, municipality: principal.municipality, evidence: { ...login.evidence, authenticatedAt } };
  }

  private async exchange(query: string, secrets: { state: string; nonce: string; verifier: string }) {
    const issuer = await this.issuer();
    try {
      const answer = await oidc.authorizationCodeGrant(issuer, new URL(`${this.redirectUri()}${query}`), {
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.verifier,
        maxAge: FRESH_LOGIN_SECONDS,
        idTokenExpected: true,
      });
      return { accessToken: answer.access_token, authTime: answer.claims()!.auth_time! };
    } catch (error) {
      if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied') {
        throw new RefusalError('TOKEN_MISSING', { detail: 'The person broke the login off.' });
      }
      if (isSilence(error)) throw new TransientError('LOGIN_BROKER_UNREACHABLE');
      log.warn('A login did not come to its end', { code: errorCode(error) });
      throw new RefusalError('TOKEN_INVALID', { cure: 'Begin the login again.' });
    }
  }

  private redirectUri(): string {
    return new URL('/portal/login/callback', this.config.PARENT_PORTAL_URL).href;
  }

  private issuer(): Promise<oidc.Configuration> {
    this.found ??= this.discover().catch((error: unknown) => {
      this.found = undefined;
      throw new TransientError('LOGIN_BROKER_UNREACHABLE', { cause: error });
    });
    return this.found;
  }

  private async discover(): Promise<oidc.Configuration> {
    const jwk = JSON.parse(readFileSync(this.config.CLIENT_KEY_FILE, 'utf8')) as JWK;
    const key = (await importJWK(jwk)) as CryptoKey;
    const proof = oidc.PrivateKeyJwt(jwk.kid === undefined ? key : { key, kid: jwk.kid });
    const insecure = this.config.HUB_ENV === 'production' ? [] : [oidc.allowInsecureRequests];
    // The id token's signature is checked, too, although it comes straight from the broker.
    return oidc.discovery(new URL(this.config.OIDC_ISSUER), this.config.LOGIN_CLIENT_ID, undefined, proof, {
      execute: [...insecure, oidc.enableNonRepudiationChecks],
      timeout: TIME_OUT_SECONDS,
    });
  }
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';

/** No connection, no answer in time, or the broker's own failure: not the person's doing. */
function isSilence(error: unknown): boolean {
  if (error instanceof Response) return error.status >= 500;
  if (error instanceof TypeError || errorCode(error) === 'OAUTH_TIMEOUT') return true;
  return error instanceof Error && error.cause !== undefined && isSilence(error.cause);
}
