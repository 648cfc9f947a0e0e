import type { IncomingMessage } from 'node:http';
import { RefusalError } from '#contracts/refusal-error.js';

const SLOWEST_BODY_MS = 15_000;

/**
 * All bytes of a request, at most `maxBytes` of them and within 15 seconds. A body that says it is too large is refused unread;
 * memory never holds more than the limit.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new RefusalError('TOO_LARGE');
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(new RefusalError('TOO_SLOW'))), SLOWEST_BODY_MS);
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) finish(() => reject(new RefusalError('TOO_LARGE')));
      else chunks.push(chunk);
    };
    const onEnd = () => finish(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length)));
    const onBroken = () => finish(() => reject(new RefusalError('MALFORMED', { detail: 'The request broke off.' })));
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('aborted', onBroken).off('error', onBroken);
      settle();
    };
    request.on('data', onData).on('end', onEnd).on('aborted', onBroken).on('error', onBroken);
  });
}
