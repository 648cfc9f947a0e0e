import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataKey } from './key-vault.js';
import { seal, unseal } from './seal.js';

const newKey = (): DataKey => ({ dataKeyId: randomUUID(), key: createSecretKey(randomBytes(32)) });
const receiptId = randomUUID();

describe('a sealed original', () => {
  it('opens to the very bytes that were sealed', () => {
    const key = newKey();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        expect(unseal(seal(bytes, key, receiptId), key, receiptId).equals(bytes)).toBe(true);
      }),
    );
  });

  it('does not open with another key, under another receipt, or with one bit changed', () => {
    const key = newKey();
    const sealed = seal(Buffer.from('640326-4012'), key, receiptId);
    expect(() => unseal(sealed, newKey(), receiptId)).toThrow();
    expect(() => unseal(sealed, { ...key, dataKeyId: randomUUID() }, receiptId)).toThrow();
    expect(() => unseal(sealed, key, randomUUID())).toThrow();
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => unseal(changed, key, receiptId)).toThrow();
    }
  });

  it('looks different each time, and smaller than a long message', () => {
    const key = newKey();
    const message = Buffer.from('{"observation":"weight"}'.repeat(500));
    expect(seal(message, key, receiptId).equals(seal(message, key, receiptId))).toBe(false);
    expect(seal(message, key, receiptId).length).toBeLessThan(message.length / 10);
  });
});
