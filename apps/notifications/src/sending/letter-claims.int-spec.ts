import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { LetterClaims } from './letter-claims.js';

describe('Claims on letters', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('letter claims', []);
  });
  afterAll(() => database.drop());

  it('made after a session was lost are given back, though the loss is told twice', async () => {
    const [mine, others] = [new LetterClaims(database.dataSource), new LetterClaims(database.dataSource)];
    expect(await mine.claim('a')).toBe(true);
    const lost: pg.Client = await (mine as any).session;
    lost.emit('error', new Error('terminated'));
    await lost.end();
    expect(await mine.claim('b')).toBe(true);
    lost.emit('error', new Error('Connection terminated unexpectedly'));
    expect(await others.claim('b')).toBe(false);
    await mine.release('b');
    expect(await others.claim('b')).toBe(true);
    await mine.onModuleDestroy();
    await others.onModuleDestroy();
  });
});
