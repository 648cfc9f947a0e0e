import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readBody } from './read-body.js';

/** A request whose body comes when the test says so. */
const requestWith = (headers: Record<string, string> = {}) => Object.assign(new PassThrough(), { headers });
const read = (request: PassThrough) => readBody(request as unknown as IncomingMessage, 100);

describe('The body of a request', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  it('is read whole when it comes within fifteen seconds', async () => {
    const request = requestWith();
    const reading = read(request);
    request.write('ab');
    await jest.advanceTimersByTimeAsync(14_999);
    request.end('c');
    expect((await reading).toString()).toBe('abc');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that drips in more slowly is refused, and nothing more of it is kept', async () => {
    const request = requestWith();
    const refused = expect(read(request)).rejects.toMatchObject({ code: 'TOO_SLOW', status: 408 });
    for (let second = 0; second < 15; second += 1) {
      request.write('x');
      await jest.advanceTimersByTimeAsync(1_000);
    }
    await refused;
    expect(request.listenerCount('data')).toBe(0);
  });

  it('that is larger than it may be is refused as soon as that is known', async () => {
    await expect(read(requestWith({ 'content-length': '101' }))).rejects.toMatchObject({ code: 'TOO_LARGE' });
    const silent = requestWith();
    const refused = expect(read(silent)).rejects.toMatchObject({ code: 'TOO_LARGE', status: 413 });
    silent.write('x'.repeat(60));
    silent.write('x'.repeat(60));
    await refused;
  });

  it('that breaks off is refused', async () => {
    const request = requestWith();
    const refused = expect(read(request)).rejects.toMatchObject({ code: 'MALFORMED' });
    request.emit('aborted');
    await refused;
  });
});
