import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { FirstAnswers1795400000003 } from './database/first-answers.migration.js';
import { FirstAnswers } from './first-answers.store.js';
import type { RepeatableWrite } from './repeatable-write.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the first answers of writes', () => {
  const answers = new FirstAnswers();
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let done = 0;
  beforeAll(async () => {
    database = await testDatabase('first answers', [FirstAnswers1795400000003]);
    unitOfWork = new UnitOfWork(database.dataSource);
  });
  afterAll(() => database.drop());

  const someWrite = (): RepeatableWrite => ({ id: hash(randomUUID()), fingerprint: hash('body') });
  const once = (write: RepeatableWrite, work = async () => ({ b: (done += 1), a: 'ø' }) as object) =>
    unitOfWork.run((tx) => answers.once(tx, write, work));

  it('are given again to the byte, and the work is done once, however many ask in the same instant', async () => {
    const write = someWrite();
    const before = done;
    const given = await Promise.all(Array.from({ length: 8 }, () => once(write)));
    given.push(await once(write));
    expect(new Set(given.map((answer) => JSON.stringify(answer)))).toEqual(new Set([`{"b":${before + 1},"a":"ø"}`]));
    expect(done).toBe(before + 1);
  });

  it('are not for another write under the same key', async () => {
    const write = someWrite();
    await once(write);
    const before = done;
    await expect(once({ ...write, fingerprint: hash('other') })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      status: 409,
    });
    expect(done).toBe(before);
  });

  it('do not remember what failed', async () => {
    const write = someWrite();
    await expect(once(write, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(await once(write)).toEqual({ b: done, a: 'ø' });
  });

  it('are forgotten after seven days', async () => {
    const [old, young] = [someWrite(), someWrite()];
    await once(old);
    await once(young);
    const age = (write: RepeatableWrite, days: number) =>
      database.dataSource.query('update first_answer set given_at = now() - make_interval(days => $2) where id = $1', [
        write.id,
        days,
      ]);
    await age(old, 8);
    await age(young, 6);
    await once(someWrite());
    const kept = await database.dataSource.query('select id from first_answer where id = any($1)', [
      [old.id, young.id],
    ]);
    expect(kept).toEqual([{ id: young.id }]);
  });
});
