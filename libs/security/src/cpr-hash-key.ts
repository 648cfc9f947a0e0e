import { createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

const LEAST_BYTES = 32;

/**
 * The secret under which CPR numbers are hashed; consent and the journal adapter are pointed to the same one. The file holds 32 bytes or
 * more in base64. Read once: a KeyObject is several times cheaper to hash with than the bytes it was made from.
 */
export function cprHashKey(file: string): KeyObject {
  const bytes = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (bytes.length < LEAST_BYTES) throw new Error('CPR_HASH_KEY_FILE must hold at least 32 bytes in base64');
  return createSecretKey(bytes);
}
