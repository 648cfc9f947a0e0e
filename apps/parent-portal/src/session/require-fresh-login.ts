import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { RefusalError } from '#contracts/refusal-error.js';
import { Clock } from '#service/clock.js';
import { isFreshLogin } from './fresh-login.rules.js';
import type { PortalUser } from './portal-user.js';

/** The person is sent to the login and comes back to `returnTo`, a page of the portal. */
export class FreshLoginRequired extends RefusalError {
  constructor(readonly returnTo: string) {
    super('STEP_UP_REQUIRED');
  }
}

/** Step-up: before a consent is given or withdrawn, the person must have logged in within the last five minutes. */
@Injectable()
export class RequireFreshLogin {
  constructor(private readonly clock: Clock) {}

  /** Throws FreshLoginRequired when the login is older; nothing may have been done before. */
  of(user: PortalUser, returnTo: string): void {
    if (!this.isFresh(user)) throw new FreshLoginRequired(returnTo);
  }

  /** For a page that tells the person before the form is sent. */
  isFresh({ evidence }: PortalUser): boolean {
    return isFreshLogin(Temporal.Instant.from(evidence.authenticatedAt), this.clock.now());
  }
}
