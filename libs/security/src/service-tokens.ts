import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { importJWK, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import { fetchAgain } from './fetch-again.js';
import type { Issuer } from './issuer.js';

export interface ServiceTokensOptions {
  issuer: Issuer;
  clientId: string;
  /** File with the private JWK of the client; its `alg` and `kid` are used. */
  keyFile: string;
  /** Scopes to ask for; the client's registration decides which are given. */
  scope?: string;
}

const TokenAnswerSchema = z.object({ access_token: z.string(), expires_in: z.number().positive() });
const ErrorAnswerSchema = z.object({ error: z.string(), error_description: z.string().optional() });
const RENEW_BEFORE_MS = 30_000;

/**
 * The service's own access token: client credentials with a signed assertion (`private_key_jwt`, RFC 7523). Kept until half a minute
 * before it expires; callers who ask while one is being fetched share that one.
 */
export class ServiceTokens {
  private current: { token: string; renewAtMs: number } | undefined;
  private underWay: Promise<string> | undefined;

  constructor(private readonly options: ServiceTokensOptions) {}

  async get(): Promise<string> {
    if (this.current && this.current.renewAtMs > Date.now()) return this.current.token;
    this.underWay ??= this.fetch().finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  /** The token was refused somewhere: the next call fetches a new one. */
  forget(): void {
    this.current = undefined;
  }

  private async fetch(): Promise<string> {
    const { token_endpoint } = await this.options.issuer.metadata();
    const response = await fetchAgain(token_endpoint, async () => ({
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await this.assertion(),
        ...(this.options.scope ? { scope: this.options.scope } : {}),
      }),
      signal: AbortSignal.timeout(2000),
    }));
    if (!response.ok) {
      const said = ErrorAnswerSchema.safeParse(await response.json().catch(() => null));
      const why = `${response.status} ${said.data?.error ?? ''}: ${said.data?.error_description ?? 'no reason given'}`;
      throw new Error(`The issuer gave no token to ${this.options.clientId}: ${why}`);
    }
    const answer = TokenAnswerSchema.parse(await response.json());
    const lifetimeMs = answer.expires_in * 1000;
    this.current = {
      token: answer.access_token,
      renewAtMs: Date.now() + Math.max(lifetimeMs / 2, lifetimeMs - RENEW_BEFORE_MS),
    };
    return answer.access_token;
  }

  private async assertion(): Promise<string> {
    const jwk = JSON.parse(readFileSync(this.options.keyFile, 'utf8')) as JWK;
    const { clientId, issuer } = this.options;
    return new SignJWT({})
      .setProtectedHeader({ alg: jwk.alg ?? 'ES256', ...(jwk.kid ? { kid: jwk.kid } : {}) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(issuer.url)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(await importJWK(jwk, jwk.alg ?? 'ES256'));
  }
}
