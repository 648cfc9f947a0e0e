import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '#local/servers/free-port.js';
import { NetworkLine } from './network-line.js';

describe('a line between a service and its server', () => {
  let server: Server;
  let line: NetworkLine;
  let port: number;
  const clients: Socket[] = [];

  beforeEach(async () => {
    server = createServer((socket) => void socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = await freePort();
    line = await NetworkLine.open(port, (server.address() as AddressInfo).port);
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await line.close();
    server.close();
  });

  async function joined(): Promise<Socket> {
    const client = connect({ port, host: '127.0.0.1' });
    clients.push(client);
    await once(client, 'connect');
    return client;
  }

  /** Sends a word and answers what comes back. */
  async function echo(client: Socket, word: string): Promise<string> {
    client.write(word);
    const [answer] = await once(client, 'data');
    return String(answer);
  }

  it('lets everything pass while it is open', async () => {
    const client = await joined();
    expect([await echo(client, 'one'), await echo(client, 'two')]).toEqual(['one', 'two']);
  });

  it('resets what is joined when it is cut, and whoever joins meanwhile, and is whole again when it is opened', async () => {
    const before = await joined();
    await echo(before, 'one');
    line.set('cut');
    await expect(once(before, 'data')).rejects.toMatchObject({ code: 'ECONNRESET' });
    const meanwhile = connect({ port, host: '127.0.0.1' });
    await expect(once(meanwhile, 'data')).rejects.toMatchObject({ code: 'ECONNRESET' });
    line.set('open');
    expect(await echo(await joined(), 'two')).toBe('two');
  });

  it('keeps back what is sent while it is frozen, and hands it on in order when it thaws', async () => {
    const client = await joined();
    await echo(client, 'one');
    line.set('frozen');
    client.write('two');
    const back = once(client, 'data');
    const first = await Promise.race([back, new Promise((resolve) => setTimeout(resolve, 100, 'nothing'))]);
    expect(first).toBe('nothing');
    line.set('open');
    expect(String((await back)[0])).toBe('two');
  });

  it('takes its time in both directions while it is slow', async () => {
    const client = await joined();
    line.set({ slowMs: 40 });
    const began = performance.now();
    expect(await echo(client, 'one')).toBe('one');
    expect(performance.now() - began).toBeGreaterThanOrEqual(78);
  });
});
