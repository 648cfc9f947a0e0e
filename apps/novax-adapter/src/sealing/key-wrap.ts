import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const nonceBytes = 12;
const tagBytes = 16;

/** Wraps data keys with a master key (AES-256-GCM, bound to the key's id and its owner) for storage. */
export class KeyWrap {
  private constructor(private readonly masterKey: KeyObject) {}

  /** The file holds 32 bytes in base64. */
  static fromFile(path: string): KeyWrap {
    const bytes = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
    if (bytes.length !== 32) throw new Error('MASTER_KEY_FILE must hold 32 bytes in base64');
    return new KeyWrap(createSecretKey(bytes));
  }

  wrap(key: Uint8Array, boundTo: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.masterKey, nonce);
    cipher.setAAD(Buffer.from(boundTo));
    const wrapped = Buffer.concat([cipher.update(key), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), wrapped]);
  }

  /** Throws when the master key is another one, or the row was changed. */
  unwrap(wrapped: Buffer, boundTo: string): KeyObject {
    const decipher = createDecipheriv('aes-256-gcm', this.masterKey, wrapped.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(boundTo));
    decipher.setAuthTag(wrapped.subarray(nonceBytes, nonceBytes + tagBytes));
    const key = Buffer.concat([decipher.update(wrapped.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return createSecretKey(key);
  }
}
