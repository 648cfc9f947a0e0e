import { describe, expect, it } from '@jest/globals';
import { csrfToken, isCsrfToken, isSessionId, newSessionId, sessionIdHash } from './session-id.js';

describe('the id of a session', () => {
  it('is random, and neither its hash nor its form token shows it', () => {
    const ids = Array.from({ length: 100 }, newSessionId);
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) {
      expect(isSessionId(id)).toBe(true);
      expect([csrfToken(id), sessionIdHash(id).toString('base64url')]).not.toContain(id);
      expect(csrfToken(id)).not.toBe(sessionIdHash(id).toString('base64url'));
    }
  });

  it('makes a form token that is its own', () => {
    const [one, other] = [newSessionId(), newSessionId()];
    expect(isCsrfToken(one, csrfToken(one))).toBe(true);
    for (const wrong of [csrfToken(other), '', csrfToken(one).slice(1), `${csrfToken(one)}=`]) {
      expect(isCsrfToken(one, wrong)).toBe(false);
    }
  });
});
