import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The secret under which CPR numbers and contents are hashed: without it a hash cannot be guessed back. */
export class HashKey {
  private constructor(readonly bytes: Buffer) {}

  /** The file holds 32 bytes or more in base64. */
  static fromFile(path: string): HashKey {
    const bytes = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
    if (bytes.length < 32) throw new Error('CPR_HASH_KEY_FILE must hold at least 32 bytes in base64');
    return new HashKey(bytes);
  }

  /** 32 bytes that are equal for equal contents. */
  ofContent(content: string): Buffer {
    return createHmac('sha256', this.bytes).update('content/').update(content).digest();
  }
}
