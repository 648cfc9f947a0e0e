import { createServer, type Server } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from './free-port.js';

/** Ports that tests wish for: outside of what `freePort` gives by itself. */
let next = 17_000 + (process.pid % 500);

async function listening(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

describe('a free port', () => {
  it('is the wished one when nobody listens there, and can be listened on', async () => {
    const wished = next++;
    expect(await freePort(wished)).toBe(wished);
    const server = await listening(wished);
    await new Promise((resolve) => server.close(resolve));
  });

  it('is another one when somebody listens on the wished one', async () => {
    const wished = next++;
    const neighbour = await listening(wished);
    expect(await freePort(wished)).not.toBe(wished);
    await new Promise((resolve) => neighbour.close(resolve));
  });

  it('is never given twice, though nobody listens on it yet', async () => {
    const wished = next++;
    expect(await freePort(wished)).toBe(wished);
    expect(await freePort(wished)).not.toBe(wished);
  });
});
