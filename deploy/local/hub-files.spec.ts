import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hubFiles } from './hub-files.js';
import { serviceNames } from './service-name.js';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hub-files-'));

describe('the keys of a local hub', () => {
  it('stay the same over restarts, so that sealed entries stay readable', async () => {
    const dir = await newFolder();
    const first = await hubFiles(dir);
    const masterKey = await readFile(first.masterKeyFile, 'utf8');
    const again = await hubFiles(dir);
    expect(await readFile(again.masterKeyFile, 'utf8')).toBe(masterKey);
    expect([again.cookieKey, again.cprHashKey, again.databasePassword('screening')]).toEqual([
      first.cookieKey,
      first.cprHashKey,
      first.databasePassword('screening'),
    ]);
  });

  it('differ between hubs and between database roles', async () => {
    const [one, other] = [await hubFiles(await newFolder()), await hubFiles(await newFolder())];
    expect(one.cprHashKey).not.toBe(other.cprHashKey);
    expect(one.databasePassword('screening')).not.toBe(one.databasePassword('consent'));
  });

  it('are one and the same CPR hash key for consent, which takes the text, and the adapter, which takes base64', async () => {
    const files = await hubFiles(await newFolder());
    const bytes = Buffer.from(await readFile(files.cprHashKeyFile, 'utf8'), 'base64');
    expect(bytes.equals(Buffer.from(files.cprHashKey))).toBe(true);
    expect(bytes.length).toBeGreaterThanOrEqual(32);
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
