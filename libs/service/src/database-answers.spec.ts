import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource } from '#persistence/data-source.js';
import { DatabaseAnswers } from './database-answers.js';

describe('Whether the database answers', () => {
  let silent: Server;
  const opened: Socket[] = [];
  beforeAll(async () => {
    silent = createServer((socket) => {
      opened.push(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    for (const socket of opened) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
  const databaseAt = (port: number, name = 'hub') =>
    createDataSource({ url: `postgres://hub@127.0.0.1:${port}/${name}`, migrations: [], applicationName: 'test' });
  const at = (port: number) => new DatabaseAnswers(databaseAt(port));

  it('is no when nobody listens at its address', async () => {
    expect(await at(1).silent()).toEqual(['hub']);
  });

  it('is no when it is silent, without waiting for it any longer, once for all who ask meanwhile', async () => {
    const answers = at((silent.address() as AddressInfo).port);
    expect(await Promise.all([answers.silent(), answers.silent()])).toEqual([['hub'], ['hub']]);
    expect(opened).toHaveLength(1);
  });

  it('is no for each of several that a service cannot do without, by its name', async () => {
    const answers = at(1);
    answers.add(databaseAt(1, 'hub_keys'));
    expect(await answers.silent()).toEqual(['hub', 'hub_keys']);
  });
});
