import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientBase } from 'pg';
import type { QueryRunner } from 'typeorm';
import { createDataSource } from '#persistence/data-source.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { migrate } from './migrate.js';

const seen: unknown[] = [];

/** Notes how long its statements may take: for the server, and for the client. */
class Slow1795400000900 {
  readonly name = 'Slow1795400000900';
  async up(runner: QueryRunner): Promise<void> {
    const [limits] = await runner.query(
      `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`,
    );
    const client = (await runner.connect()) as ClientBase & { connectionParameters: { query_timeout: number | false } };
    seen.push({ ...limits, clientHurries: client.connectionParameters.query_timeout !== false });
  }
  async down(): Promise<void> {}
}

describe('Migrating a database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('migrate', []);
  });
  afterAll(() => database.drop());

  it('lets a migration take as long as it takes, but not wait long for a lock, and runs it once for all who start together', async () => {
    const sources = [1, 2].map(() =>
      createDataSource({ url: database.url, migrations: [Slow1795400000900], applicationName: 'slow' }),
    );
    await Promise.all(sources.map((source) => source.initialize()));
    const run = await Promise.all(sources.map((source) => migrate(source, 'slow')));
    expect(run.flat()).toEqual(['Slow1795400000900']);
    expect(seen).toEqual([{ statement: '0', lock: '30s', clientHurries: false }]);
    await Promise.all(sources.map((source) => source.destroy()));
  });
});
