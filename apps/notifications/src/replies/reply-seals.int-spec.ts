import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { mustOpenAll } from '#service/must-open-all.js';
import { SealAgain } from '#service/seal-again.js';
import { type TestDatabase, testDatabase } from '#testing/test-database.js';
import { notificationsService } from '../notifications.service.js';
import { replyKeys, replySeals } from './reply-seals.js';
import { ReplyVault } from './reply-vault.js';

describe('replies while their master key is changed', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('reply_seals', notificationsService.migrations);
  });
  afterAll(() => database.drop());

  const [former, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  const steps = {
    former: { REPLY_SEAL_KEY: former },
    prepared: { REPLY_SEAL_KEY: former, OTHER_REPLY_SEAL_KEY: next },
    changing: { REPLY_SEAL_KEY: next, OTHER_REPLY_SEAL_KEY: former },
    changed: { REPLY_SEAL_KEY: next },
  };
  type Step = keyof typeof steps;
  const inTx = <T>(work: Parameters<UnitOfWork['run']>[0]) =>
    new UnitOfWork(database.dataSource).run(work) as Promise<T>;
  const seal = (step: Step, childId: string, replyId: string) =>
    inTx<Buffer>((tx) => new ReplyVault(steps[step]).seal(tx, childId, replyId, Buffer.from(replyId)));
  const open = (step: Step, childId: string, replyId: string, sealed: Buffer) =>
    inTx<Buffer>((tx) => new ReplyVault(steps[step]).open(tx, childId, replyId, sealed));
  const begins = (step: Step) => mustOpenAll(database.dataSource, replySeals, replyKeys(steps[step]), 'REPLY_SEAL_KEY');

  it('open at each step, and need the former key no longer at the end', async () => {
    const replies = await Promise.all(
      (['former', 'prepared', 'changing'] as const).map(async (step) => {
        const [childId, replyId] = [randomUUID(), randomUUID()];
        return [childId, replyId, await seal(step, childId, replyId)] as const;
      }),
    );
    await database.dataSource.query('update reply_key set seal_key_id = null where child_id = $1', [replies[0]![0]]);
    const opened = (step: Step) => Promise.all(replies.map((reply) => open(step, ...reply)));
    for (const step of ['prepared', 'changing'] as const) {
      await begins(step);
      expect((await opened(step)).map(String)).toEqual(replies.map(([, replyId]) => replyId));
    }
    await expect(opened('changed')).rejects.toThrow();
    await expect(begins('changed')).rejects.toThrow('Set OTHER_REPLY_SEAL_KEY');

    expect(await new SealAgain(database.dataSource, replySeals, replyKeys(steps.changing)).run(() => undefined)).toBe(
      2,
    );
    await begins('changed');
    expect((await opened('changed')).map(String)).toEqual(replies.map(([, replyId]) => replyId));
  });
});
