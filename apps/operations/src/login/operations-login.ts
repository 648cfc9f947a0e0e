import { Inject, Injectable } from '@nestjs/common';
import * as client from 'openid-client';
import { CONFIG } from '#service/config-token.js';
import type { OperationsConfig } from '../operations.config.js';
import type { CookieContent } from './session-cookie.js';

type LoginUnderWay = Extract<CookieContent, { kind: 'login' }>;

/** Logs operators in at the municipality's issuer: authorization code with PKCE, state and nonce. */
@Injectable()
export class OperationsLogin {
  private found: Promise<client.Configuration> | undefined;

  constructor(@Inject(CONFIG) private readonly config: OperationsConfig) {}

  async begin(back: string): Promise<{ address: string; underWay: LoginUnderWay }> {
    const verifier = client.randomPKCECodeVerifier();
    const underWay: LoginUnderWay = {
      kind: 'login',
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier,
      back,
    };
    const address = client.buildAuthorizationUrl(await this.issuer(), {
      redirect_uri: this.redirectUri(),
      scope: 'openid',
      state: underWay.state,
      nonce: underWay.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, underWay };
  }

  /** Gives the access token for the answer that came back; throws when it does not belong to the login under way. */
  async finish(query: string, underWay: LoginUnderWay): Promise<{ token: string; lifetimeSeconds: number }> {
    const answer = await client.authorizationCodeGrant(await this.issuer(), new URL(`${this.redirectUri()}${query}`), {
      expectedState: underWay.state,
      expectedNonce: underWay.nonce,
      pkceCodeVerifier: underWay.verifier,
    });
    return { token: answer.access_token, lifetimeSeconds: answer.expires_in ?? 300 };
  }

  private redirectUri(): string {
    return new URL('/callback', this.config.OPERATIONS_URL).href;
  }

  private issuer(): Promise<client.Configuration> {
    const insecure = this.config.HUB_ENV === 'production' ? [] : [client.allowInsecureRequests];
    this.found ??= client
      .discovery(new URL(this.config.OIDC_ISSUER), this.config.LOGIN_CLIENT_ID, undefined, client.None(), {
        execute: insecure,
      })
      .catch((error: unknown) => {
        this.found = undefined;
        throw error;
      });
    return this.found;
  }
}
