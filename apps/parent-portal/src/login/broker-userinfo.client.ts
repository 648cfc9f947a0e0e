import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { hash } from 'node:crypto';
import { RefusalError } from '#contracts/refusal-error.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { Issuer } from '#security/issuer.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { CONFIG } from '#service/config-token.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';
import { claimMaps } from './claim-maps.js';
import { LoginBroker, type MitidLogin } from './login-broker.js';
import { mitidLogin } from './mitid-login.rules.js';

const TIME_OUT_MS = 2000;

/** Asks the broker's userinfo door with the guardian's own token: the CPR number is told there and nowhere else. */
@Injectable()
export class BrokerUserinfo extends LoginBroker {
  private readonly known: LRUCache<string, MitidLogin> | null;

  constructor(
    private readonly issuer: Issuer,
    @Inject(CONFIG) private readonly config: Pick<ParentPortalConfig, 'LOGIN_CACHE_SECONDS' | 'LOGIN_BROKER'>,
  ) {
    super();
    const ttl = config.LOGIN_CACHE_SECONDS * 1000;
    this.known = ttl > 0 ? new LRUCache({ max: 10_000, ttl }) : null;
  }

  async loginOf({ token, subject }: GuardianPrincipal): Promise<MitidLogin> {
    const fingerprint = hash('sha256', token, 'base64');
    const known = this.known?.get(fingerprint);
    if (known) return known;
    const login = mitidLogin(await this.ask(token), subject, claimMaps[this.config.LOGIN_BROKER]);
    this.known?.set(fingerprint, login);
    return login;
  }

  private async ask(token: string): Promise<unknown> {
    const response = await this.fetch(token);
    if (response.status === 401 || response.status === 403) throw new RefusalError('TOKEN_INVALID');
    if (!response.ok) throw new TransientError('LOGIN_BROKER_FAILED');
    return response.json().catch(() => {
      throw new TransientError('LOGIN_BROKER_UNREADABLE');
    });
  }

  private async fetch(token: string): Promise<Response> {
    try {
      const { userinfo_endpoint: url } = await this.issuer.metadata();
      if (!url) throw new Error('The issuer names no userinfo door');
      return await fetch(url, {
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        signal: AbortSignal.timeout(TIME_OUT_MS),
        redirect: 'error',
      });
    } catch (cause) {
      throw new TransientError('LOGIN_BROKER_UNREACHABLE', { cause });
    }
  }
}
