import { createHmac, type KeyObject } from 'node:crypto';
import { cprHashKey } from '#security/cpr-hash-key.js';

/** The secret under which CPR numbers and contents are hashed: without it a hash cannot be guessed back. */
export class HashKey {
  private constructor(readonly key: KeyObject) {}

  /** The file holds 32 bytes or more in base64. */
  static fromFile(path: string): HashKey {
    return new HashKey(cprHashKey(path));
  }

  /** 32 bytes that are equal for equal contents. */
  ofContent(content: string): Buffer {
    return createHmac('sha256', this.key).update('content/').update(content).digest();
  }
}
