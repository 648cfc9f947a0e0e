import { isUtf8 } from 'node:buffer';
import { RefusalError } from '#contracts/refusal-error.js';

/** Text from bytes that must be UTF-8 without a byte order mark; anything else is MALFORMED at its place. */
export function readUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) {
    const place = `byte ${firstInvalidByte(bytes)}`;
    throw new RefusalError('MALFORMED', { place, detail: 'The bytes are not UTF-8.' });
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new RefusalError('MALFORMED', { place: '1:1', detail: 'A byte order mark stands before the document.' });
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Finds the place by halving: the longest beginning that can still become valid, less a character left incomplete at its end. */
function firstInvalidByte(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.byteLength;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      valid = middle;
    } catch {
      invalid = middle;
    }
  }
  while (!isUtf8(bytes.subarray(0, valid))) valid -= 1;
  return valid;
}
