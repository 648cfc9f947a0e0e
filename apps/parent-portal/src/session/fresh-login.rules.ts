import { Temporal } from 'temporal-polyfill';

/** How old a login may be when a consent is given or withdrawn. */
export const FRESH_LOGIN_SECONDS = 300;

export function isFreshLogin(authenticatedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, authenticatedAt.add({ seconds: FRESH_LOGIN_SECONDS })) <= 0;
}
