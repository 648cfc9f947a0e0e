import { isUtf8 } from 'node:buffer';
import { RefusalError } from '#contracts/refusal-error.js';

/** The message as text. Only UTF-8 without a byte order mark is taken: anything else can be read in two ways. */
export function sentText(bytes: Buffer): string {
  if (bytes.length === 0) throw new RefusalError('MALFORMED', { place: 'byte 0', detail: 'The message is empty' });
  if (startsWithByteOrderMark(bytes)) {
    throw new RefusalError('MALFORMED', {
      place: 'byte 0',
      detail: 'The message begins with a byte order mark',
      cure: 'Send UTF-8 without a byte order mark.',
    });
  }
  if (!isUtf8(bytes)) {
    throw new RefusalError('MALFORMED', {
      place: `byte ${firstByteOutsideUtf8(bytes)}`,
      detail: 'The message is not UTF-8',
      cure: 'Send UTF-8.',
    });
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw new RefusalError('MALFORMED', {
      place: `byte ${zero}`,
      detail: 'The message holds a zero byte',
      cure: 'Send UTF-8.',
    });
  }
  return bytes.toString('utf8');
}

function startsWithByteOrderMark(bytes: Buffer): boolean {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return true;
  return (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
}

function firstByteOutsideUtf8(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes, middle)))) good = middle;
    else bad = middle;
  }
  return wholeCharacters(bytes, good);
}

/** Steps back to the beginning of the character that `end` cuts through. */
function wholeCharacters(bytes: Buffer, end: number): number {
  let start = end;
  while (start > 0 && end - start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
