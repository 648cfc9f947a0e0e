import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hubFiles } from './hub-files.js';
import { serviceNames } from './service-name.js';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hub-files-'));

const textsOf = (...files: string[]): Promise<string[]> => Promise.all(files.map((file) => readFile(file, 'utf8')));

describe('the keys of a local hub', () => {
  it('stay the same over restarts, so that sealed entries stay readable', async () => {
    const dir = await newFolder();
    const first = await hubFiles(dir);
    const [masterKey, cprHashKey] = await textsOf(first.masterKeyFile, first.cprHashKeyFile);
    const again = await hubFiles(dir);
    expect(await textsOf(again.masterKeyFile, again.cprHashKeyFile)).toEqual([masterKey, cprHashKey]);
    expect([again.cookieKey, again.databasePassword('screening')]).toEqual([
      first.cookieKey,
      first.databasePassword('screening'),
    ]);
  });

  it('differ between hubs and between database roles', async () => {
    const [one, other] = [await hubFiles(await newFolder()), await hubFiles(await newFolder())];
    const [ofOne, ofOther] = await textsOf(one.cprHashKeyFile, other.cprHashKeyFile);
    expect(ofOne).not.toBe(ofOther);
    expect(one.databasePassword('screening')).not.toBe(one.databasePassword('consent'));
  });

  it('are readable by their owner alone, and the issuer gets the public parts only', async () => {
    const files = await hubFiles(await newFolder());
    expect((await stat(files.masterKeyFile)).mode & 0o077).toBe(0);
    const clients = JSON.parse(await readFile(files.clientsFile, 'utf8')) as { clientId: string; jwk: object }[];
    for (const { jwk } of clients) expect(jwk).not.toHaveProperty('d');
    expect(clients.map(({ clientId }) => clientId)).toEqual(
      expect.arrayContaining(serviceNames.filter((name) => name !== 'stand-ins')),
    );
  });
});
