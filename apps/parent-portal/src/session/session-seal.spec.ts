import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Cpr } from '#contracts/cpr.js';
import { newSessionId } from './session-id.js';
import { SessionSeal } from './session-seal.js';

const cpr = Cpr.parse('6902921112');
const sealWith = (key: Buffer) => new SessionSeal({ SESSION_SEAL_KEY: key.toString('base64') });

describe('what a session keeps of a person', () => {
  const key = randomBytes(32);
  const [id, otherId] = [newSessionId(), newSessionId()];
  const sealed = sealWith(key).sealCpr(id, cpr);

  it('opens with the key and the id together, and with neither alone', () => {
    expect(sealWith(key).openCpr(id, sealed).reveal()).toBe('6902921112');
    expect(() => sealWith(key).openCpr(otherId, sealed)).toThrow();
    expect(() => sealWith(randomBytes(32)).openCpr(id, sealed)).toThrow();
  });

  it('does not open when it was changed', () => {
    for (const at of [0, 20, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => sealWith(key).openCpr(id, changed)).toThrow();
    }
  });

  it('finds all sessions of one person, and leads back to nobody', () => {
    const personKey = sealWith(key).personKey('mitid-1');
    expect(sealWith(key).personKey('mitid-1')).toEqual(personKey);
    expect(sealWith(key).personKey('mitid-2')).not.toEqual(personKey);
    expect(sealWith(randomBytes(32)).personKey('mitid-1')).not.toEqual(personKey);
  });
});
