import { Inject, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { RefusalError } from '#contracts/refusal-error.js';
import { CONFIG } from '#service/config-token.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';
import type { PortalUser } from './portal-user.js';
import { RateLimit } from './rate-limit.js';

const MINUTE_MS = 60_000;

/** How often somebody may begin a login, and how often somebody may ask for what is not theirs. */
@Injectable()
export class PortalLimits {
  private readonly logins: RateLimit;
  private readonly guessesOfSession: RateLimit;
  private readonly guessesOfAddress: RateLimit;
  private readonly questions: RateLimit;

  constructor(
    @Inject(CONFIG)
    private readonly config: Pick<
      ParentPortalConfig,
      'LOGINS_PER_MINUTE' | 'GUESSES_PER_SESSION' | 'GUESSES_PER_ADDRESS' | 'QUESTIONS_PER_HOUR' | 'TRUSTED_PROXIES'
    >,
  ) {
    this.logins = new RateLimit(config.LOGINS_PER_MINUTE, MINUTE_MS);
    this.guessesOfSession = new RateLimit(config.GUESSES_PER_SESSION, 5 * MINUTE_MS);
    this.guessesOfAddress = new RateLimit(config.GUESSES_PER_ADDRESS, 5 * MINUTE_MS);
    this.questions = new RateLimit(config.QUESTIONS_PER_HOUR, 60 * MINUTE_MS);
  }

  takeLogin(request: IncomingMessage): void {
    this.logins.take(this.addressOf(request));
  }

  /**
   * Each question about a child becomes somebody's task: one person asks so many, however often that person logs in. One that a part of the
   * hub did not answer is asked again and counts once.
   */
  async ask<T>({ municipality, cpr }: Pick<PortalUser, 'municipality' | 'cpr'>, handOn: () => Promise<T>): Promise<T> {
    const key = `${municipality} ${cpr.reveal()}`;
    this.questions.take(key);
    try {
      return await handOn();
    } catch (error) {
      if (!(error instanceof RefusalError) || error.status >= 500) this.questions.discount(key);
      throw error;
    }
  }

  /** Refuses somebody who has asked too often for what is not there or not theirs. `who`: the session, or at a JSON door the person. */
  demandNoGuessing(request: IncomingMessage, who: string | undefined): void {
    this.guessesOfAddress.demand(this.addressOf(request));
    if (who !== undefined) this.guessesOfSession.demand(who);
  }

  countGuess(request: IncomingMessage, who: string | undefined): void {
    this.guessesOfAddress.count(this.addressOf(request));
    if (who !== undefined) this.guessesOfSession.count(who);
  }

  /** What the outermost trusted proxy saw; what came before it can be made up. */
  private addressOf(request: IncomingMessage): string {
    const { TRUSTED_PROXIES: trusted } = this.config;
    const forwarded = String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((part) => part.trim());
    return (trusted > 0 ? forwarded.at(-trusted) : undefined) || (request.socket.remoteAddress ?? '');
  }
}
