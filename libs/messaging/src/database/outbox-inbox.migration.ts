import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Outbox and inbox are partitioned by day, so that old rows leave by dropping partitions. A row for which no day was made ready
 * falls into the default partition.
 */
export class OutboxInbox1795400000001 implements MigrationInterface {
  readonly name = 'OutboxInbox1795400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        sequence bigint generated always as identity,
        appended_at timestamptz not null default now(),
        xid xid8 not null default pg_current_xact_id(),
        event_id uuid not null,
        type text not null,
        topic text not null,
        key text not null,
        municipality text not null,
        subject text,
        time text not null,
        dataschema text not null,
        data text not null,
        traceparent text,
        causation_id text,
        sent_at timestamptz
      ) partition by range (appended_at)`);
    await runner.query('create table outbox_default partition of outbox default');
    await runner.query('create index outbox_unsent on outbox (sequence) where sent_at is null');
    await runner.query(`
      create table inbox (
        consumer text not null,
        event_id uuid not null,
        recorded_on date not null,
        primary key (consumer, event_id, recorded_on)
      ) partition by range (recorded_on)`);
    await runner.query('create table inbox_default partition of inbox default');
    await runner.query(`
      create table consumer_in_flight (
        consumer text not null,
        topic text not null,
        partition int not null,
        process uuid not null,
        last_offset bigint not null,
        started_at timestamptz not null,
        primary key (consumer, topic, partition)
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table consumer_attempt (
        consumer text not null,
        event_id text not null,
        attempts int not null,
        unfinished int not null,
        first_at timestamptz not null default now(),
        primary key (consumer, event_id)
      ) with (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table consumer_attempt, consumer_in_flight, inbox, outbox');
  }
}
