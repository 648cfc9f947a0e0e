import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceFront } from './service-front.js';

const instance = async (name: string): Promise<Server> => {
  const server = createServer((_, response) => response.setHeader('connection', 'close').end(name.repeat(100_000)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
};
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** The whole answer, over a connection of its own. */
const get = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { agent: false }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += String(piece)));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    sent.on('error', reject).end();
  });

describe('the front of a service', () => {
  let front: ServiceFront;
  let instances: Server[];

  beforeEach(async () => {
    front = await ServiceFront.open();
    instances = [await instance('a'), await instance('b')];
  });

  afterEach(async () => {
    await front.close();
    await Promise.all(instances.map((each) => new Promise((closed) => each.close(closed))));
  });

  const answered = async (times: number): Promise<string> => {
    let names = '';
    for (let nth = 0; nth < times; nth++) {
      const text = await get(front.url);
      expect(text).toHaveLength(100_000);
      names += text[0];
    }
    return names;
  };

  it('leads new connections to each instance in turn, and loses nothing of an answer that ends its connection', async () => {
    front.leadTo(instances.map(portOf));
    expect(['abab', 'baba']).toContain(await answered(4));
    front.leadTo([portOf(instances[1]!)]);
    expect(await answered(2)).toBe('bb');
  });

  it('ends a connection without a byte where nobody listens', async () => {
    front.leadTo([]);
    await expect(get(front.url)).rejects.toThrow('socket hang up');
  });
});
