import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { messagingMigrations } from './database/migrations.js';
import { DayPartitions } from './day-partitions.js';

describe('The day partitions', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('day partitions', messagingMigrations);
  });
  afterAll(() => database.drop());

  const partitionsOf = async (table: string) =>
    (
      await database.dataSource.query(
        `select relname from pg_inherits join pg_class on oid = inhrelid where inhparent = '${table}'::regclass order by 1`,
      )
    ).map(({ relname }: { relname: string }) => relname) as string[];
  const oldDay = (table: string, day: string) =>
    database.dataSource.query(
      `create table ${table}_${day.replaceAll('-', '')} partition of ${table} for values from ('${day}') to ('${day}'::date + 1)`,
    );
  const row = (appendedAt: string, sentAt: string | null) =>
    database.dataSource.query(
      `insert into outbox (appended_at, event_id, type, topic, key, municipality, time, dataschema, data, sent_at)
       values ($1, gen_random_uuid(), 'x.v1', 'x', 'k', 'K1', '', '', '{}', $2)`,
      [appendedAt, sentAt],
    );

  it('are ready for today and three days more, whoever asks at the same time', async () => {
    const keeper = new DayPartitions(database.dataSource, { outboxDays: 3, inboxDays: 45 });
    await Promise.all([keeper.keep(), keeper.keep(), keeper.keep()]);
    expect(await partitionsOf('outbox')).toHaveLength(5);
    expect(await partitionsOf('inbox')).toHaveLength(5);
  });

  it('leave when they are old, but never with an event that is not yet sent', async () => {
    await oldDay('outbox', '2026-01-01');
    await oldDay('outbox', '2026-01-02');
    await oldDay('inbox', '2026-01-01');
    await row('2026-01-01T10:00:00Z', '2026-01-01T10:00:01Z');
    await row('2026-01-02T10:00:00Z', null);
    await row('2025-12-01T10:00:00Z', '2025-12-01T10:00:01Z');
    const keeper = new DayPartitions(database.dataSource, { outboxDays: 3, inboxDays: 45 });
    await keeper.keep();
    expect(await partitionsOf('outbox')).toHaveLength(6);
    expect(await partitionsOf('outbox')).toContain('outbox_20260102');
    expect(await partitionsOf('inbox')).toHaveLength(5);
    const kept = await database.dataSource.query('select sent_at from outbox');
    expect(kept).toEqual([{ sent_at: null }]);
  });
});
