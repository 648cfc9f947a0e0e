import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { secretFile } from '#testing/secret-file.js';
import { type TestDatabase, testDatabase } from '#testing/test-database.js';
import { CreateDataKeys1763900000001 } from '../database/migrations/1763900000001-create-data-keys.js';
import { KeyWrap } from './key-wrap.js';
import { LocalKeyVault } from './local-key-vault.js';
import { seal, unseal } from './seal.js';

describe('the local key vault', () => {
  const masterKey = KeyWrap.fromFile(secretFile());
  let database: TestDatabase;
  const instance = (wrap = masterKey) => new LocalKeyVault(database.dataSource, wrap);

  beforeAll(async () => {
    database = await testDatabase('key_vault', [CreateDataKeys1763900000001]);
  });

  afterAll(() => database.drop());

  it('gives each owner one key and keeps it over restarts', async () => {
    const [child, report] = [randomUUID(), randomUUID()];
    const keys = await instance().keysFor([child, report, child]);
    const later = await instance().keysFor([child]);

    expect(keys.get(child)?.dataKeyId).not.toBe(keys.get(report)?.dataKeyId);
    expect(later.get(child)?.dataKeyId).toBe(keys.get(child)?.dataKeyId);
    const sealed = seal(Buffer.from('x'), keys.get(child)!, report);
    expect(unseal(sealed, later.get(child)!, report).toString()).toBe('x');
  });

  it('agrees on one key when instances make it at the same time', async () => {
    const children = Array.from({ length: 50 }, () => randomUUID());
    const all = await Promise.all(
      [1, 2, 3, 4].map((nth) => instance().keysFor(nth % 2 ? children : children.toReversed())),
    );
    for (const child of children) {
      expect(new Set(all.map((keys) => keys.get(child)?.dataKeyId)).size).toBe(1);
    }
  });

  it('stores no key in the open, and opens none with another master key', async () => {
    const child = randomUUID();
    const key = (await instance().keysFor([child])).get(child)!;
    const rows = await database.dataSource.query<{ wrapped: Buffer }[]>(
      'select wrapped from data_key where owner_id = $1',
      [child],
    );
    expect(rows[0]?.wrapped.includes(key.key.export())).toBe(false);
    await expect(instance(KeyWrap.fromFile(secretFile())).keysFor([child])).rejects.toThrow();
  });

  it('destroys a key for good: what comes later gets a new one', async () => {
    const child = randomUUID();
    const vault = instance();
    const first = (await vault.keysFor([child])).get(child)!;
    await vault.destroy(child);

    expect(await vault.find(first.dataKeyId)).toBeNull();
    expect((await vault.keysFor([child])).get(child)?.dataKeyId).not.toBe(first.dataKeyId);
  });

  it('opens and seals nothing with a key that another instance destroyed, from that moment on', async () => {
    const child = randomUUID();
    const [here, there] = [instance(), instance()];
    const { dataKeyId } = (await there.keysFor([child])).get(child)!;
    await here.destroy(child);

    expect(await there.find(dataKeyId)).toBeNull();
    const next = (await there.keysFor([child])).get(child)!;
    expect(next.dataKeyId).not.toBe(dataKeyId);
    expect((await here.keysFor([child])).get(child)?.dataKeyId).toBe(next.dataKeyId);
    expect(await here.find(next.dataKeyId)).not.toBeNull();
  });
});
