import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { Clock } from '#service/clock.js';
import { isFreshLogin } from './fresh-login.rules.js';
import type { PortalUser } from './portal-user.js';
import { FreshLoginRequired, RequireFreshLogin } from './require-fresh-login.js';

const at = Temporal.Instant.from('2026-05-06T10:00:00Z');

describe('a login', () => {
  it('is fresh for five minutes, to the second', () => {
    expect(isFreshLogin(at, at)).toBe(true);
    expect(isFreshLogin(at, at.add({ seconds: 300 }))).toBe(true);
    expect(isFreshLogin(at, at.add({ seconds: 301 }))).toBe(false);
  });

  it('that is older is asked for anew, and the person comes back to where the answer is given', () => {
    const require = new RequireFreshLogin(new Clock(at.add({ minutes: 10 })));
    const user = (authenticatedAt: Temporal.Instant) =>
      ({ evidence: { authenticatedAt: authenticatedAt.toString() } }) as PortalUser;
    expect(() => require.of(user(at), '/portal/consents/1')).toThrow(FreshLoginRequired);
    expect(() => require.of(user(at.add({ minutes: 6 })), '/portal/consents/1')).not.toThrow();
  });
});
