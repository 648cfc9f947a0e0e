import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { messagingMigrations } from './migrations.js';
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
    const keeper = new DayPartitions(database.dataSource, { outboxDays: 3, inboxDays: 45, letterDays: 90 });
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
    const keeper = new DayPartitions(database.dataSource, { outboxDays: 3, inboxDays: 45, letterDays: 90 });
    await keeper.keep();
    expect(await partitionsOf('outbox')).toHaveLength(6);
    expect(await partitionsOf('outbox')).toContain('outbox_20260102');
    expect(await partitionsOf('inbox')).toHaveLength(5);
    const kept = await database.dataSource.query('select sent_at from outbox');
    expect(kept).toEqual([{ sent_at: null }]);
  });

  it('and with them leaves what lies in no day: old inbox rows, attempts and settled letters, but no open letter and no act', async () => {
    const query = (sql: string) => database.dataSource.query(sql);
    for (const days of [44, 46])
      await query(
        `insert into inbox (consumer, event_id, recorded_on, taken_on)
         values ('c', gen_random_uuid(), '1970-01-01', current_date - ${days})`,
      );
    for (const days of [44, 46])
      await query(`insert into consumer_attempt values ('c', '${days}', 1, 1, now() - interval '${days} days')`);
    for (const [state, days] of [
      ['open', 99],
      ['queued', 99],
      ['replayed', 99],
      ['discarded', 99],
      ['discarded', 89],
    ])
      await query(
        `insert into dead_letter (consumer, identity, topic, partition, broker_offset, headers, error_class, code, error, attempts,
                                  state, state_since)
         values ('c', gen_random_uuid(), 't', 0, 0, '{}', 'poison', 'X', '{}', 1, '${state}', now() - interval '${days} days')`,
      );
    await query(
      `insert into message_act (at, actor, act, consumer, selection, affected)
       values (now() - interval '400 days', 'staff:o', 'discard', 'c', '{}', 1)`,
    );
    await new DayPartitions(database.dataSource, { outboxDays: 3, inboxDays: 45, letterDays: 90 }).keep();
    expect(await query('select current_date - taken_on as days from inbox')).toEqual([{ days: 44 }]);
    expect(await query('select event_id from consumer_attempt')).toEqual([{ event_id: '44' }]);
    expect(await query('select state from dead_letter order by position')).toEqual([
      { state: 'open' },
      { state: 'queued' },
      { state: 'discarded' },
    ]);
    expect(await query('select from message_act')).toHaveLength(1);
  });
});
