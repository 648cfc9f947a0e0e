import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '#service/config.js';
import { mustOpenAll } from '#service/must-open-all.js';
import { SealAgain } from '#service/seal-again.js';
import { secretFile } from '#testing/secret-file.js';
import { type TestDatabase, testDatabase } from '#testing/test-database.js';
import { keyMigrations } from './key-migrations.js';
import { LocalKeyVault } from './local-key-vault.js';
import { masterKeys, wrappedKeys } from './master-keys.js';
import { seal, unseal } from './seal.js';

const keysOf = (file: string, other?: string) => masterKeys({ MASTER_KEY_FILE: file, OTHER_MASTER_KEY_FILE: other });

describe('the local key vault', () => {
  const masterKey = keysOf(secretFile());
  let database: TestDatabase;
  const instance = (wrap = masterKey) => new LocalKeyVault(database.dataSource, wrap);

  beforeAll(async () => {
    database = await testDatabase('key_vault', keyMigrations);
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
    await expect(instance(keysOf(secretFile())).keysFor([child])).rejects.toThrow();
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

  describe('while the master key is changed', () => {
    const [formerFile, newFile] = [secretFile(), secretFile()];
    const wraps = {
      former: keysOf(formerFile),
      prepared: keysOf(formerFile, newFile),
      changing: keysOf(newFile, formerFile),
      changed: keysOf(newFile),
    };

    it('opens everything at each step, seals on, and needs the former one no longer at the end', async () => {
      await database.dataSource.query('truncate data_key');
      const children = Array.from({ length: 1200 }, () => randomUUID());
      const made = await instance(wraps.former).keysFor(children);
      await database.dataSource.query('update data_key set master_id = null where owner_id < $1', [children[0]]);
      const during = randomUUID();
      const sealedDuring = (await instance(wraps.changing).keysFor([during])).get(during)!;
      expect((await instance(wraps.prepared).keysFor([during])).get(during)?.key.equals(sealedDuring.key)).toBe(true);
      await expect(instance(wraps.changed).keysFor(children)).rejects.toThrow();

      const again = new SealAgain(database.dataSource, wrappedKeys, wraps.changing);
      const stopping = new AbortController();
      expect(await again.run(() => stopping.abort(), stopping.signal)).toBe(500);
      expect(await again.left()).toBe(700);
      const gone = children[0]!;
      await instance(wraps.changing).destroy(gone);
      const left: number[] = [];
      await again.run((keys) => left.push(keys));
      expect(left.at(-1)).toBe(0);

      const kept = children.filter((child) => child !== gone);
      const opened = await instance(wraps.changed).keysFor([...kept, during]);
      for (const child of kept) {
        expect(opened.get(child)?.dataKeyId).toBe(made.get(child)!.dataKeyId);
        expect(opened.get(child)?.key.equals(made.get(child)!.key)).toBe(true);
      }
      expect(opened.get(during)?.key.equals(sealedDuring.key)).toBe(true);
      expect(await instance(wraps.changed).find(made.get(gone)!.dataKeyId)).toBeNull();
    });

    it('does not begin without the key that wrapped what is kept, and says which one is missing and what to do', async () => {
      await database.dataSource.query('truncate data_key');
      await instance(wraps.former).keysFor([randomUUID(), randomUUID()]);
      const begin = (keys: typeof masterKey) => mustOpenAll(database.dataSource, wrappedKeys, keys, 'MASTER_KEY_FILE');
      for (const able of [wraps.former, wraps.prepared, wraps.changing])
        await expect(begin(able)).resolves.toBeUndefined();
      const refusal = begin(wraps.changed);
      await expect(refusal).rejects.toThrow(ConfigError);
      await expect(refusal).rejects.toThrow(`2 of data_key by ${wraps.former.keyId}`);
      await expect(refusal).rejects.toThrow('OTHER_MASTER_KEY_FILE');
    });

    it('stops at a key that neither opens, and leaves it as it is', async () => {
      await database.dataSource.query('truncate data_key');
      await instance(keysOf(secretFile())).keysFor([randomUUID()]);
      const before = await database.dataSource.query('select * from data_key');
      await expect(
        new SealAgain(database.dataSource, wrappedKeys, wraps.changing).run(() => undefined),
      ).rejects.toThrow();
      expect(await database.dataSource.query('select * from data_key')).toEqual(before);
    });
  });
});
