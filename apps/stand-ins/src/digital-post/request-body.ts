import type { IncomingMessage } from 'node:http';

/** A public sender's limit, and nothing to waste memory on here. */
const LIMIT_BYTES = 99_500_000;

/** The body as text, whether or not somebody has read it before. */
export async function requestBody(request: IncomingMessage & { body?: unknown }): Promise<string> {
  const { body } = request;
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  if (typeof body === 'object' && body !== null && request.readableEnded) return JSON.stringify(body);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LIMIT_BYTES) throw new Error('The body is larger than a public sender may send');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
