import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from './free-port.js';

describe('a free port', () => {
  it('is the wished one when nobody listens there', async () => {
    const wished = await freePort();
    expect(await freePort(wished)).toBe(wished);
  });

  it('is another one when somebody listens on the wished one', async () => {
    const wished = await freePort();
    const neighbour = createServer();
    await new Promise<void>((resolve) => neighbour.listen(wished, '127.0.0.1', resolve));
    expect(await freePort(wished)).not.toBe(wished);
    await new Promise((resolve) => neighbour.close(resolve));
  });
});
