import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Parked children with the queue behind them, dead letters, and the log of what was done to them. */
export class ParkingDeadLetters1795400000002 implements MigrationInterface {
  readonly name = 'ParkingDeadLetters1795400000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table parked_key (
        consumer text not null,
        key text not null,
        municipality text,
        error_class text not null,
        code text not null,
        error jsonb not null,
        attempts int not null,
        parked_at timestamptz not null default now(),
        tried_at timestamptz not null default now(),
        retry_at timestamptz,
        primary key (consumer, key)
      )`);
    await runner.query('create index parked_key_due on parked_key (retry_at) where retry_at is not null');
    await runner.query(`
      create table parked_event (
        position bigint generated always as identity primary key,
        consumer text not null,
        key text not null,
        event_id uuid not null,
        type text not null,
        topic text not null,
        partition int not null,
        broker_offset bigint not null,
        headers jsonb not null,
        payload text not null,
        queued_at timestamptz not null default now(),
        unique (consumer, event_id)
      )`);
    await runner.query('create index parked_event_queue on parked_event (consumer, key, position)');
    await runner.query(`
      create table dead_letter (
        id uuid primary key default gen_random_uuid(),
        position bigint generated always as identity,
        consumer text not null,
        identity text not null,
        event_id text,
        type text,
        key text,
        municipality text,
        topic text not null,
        partition int not null,
        broker_offset bigint not null,
        headers jsonb not null,
        payload bytea,
        error_class text not null,
        code text not null,
        error jsonb not null,
        attempts int not null,
        state text not null default 'open' check (state in ('open', 'queued', 'replayed', 'discarded')),
        died_at timestamptz not null default now(),
        state_since timestamptz not null default now(),
        unique (consumer, identity)
      )`);
    await runner.query('create index dead_letter_state on dead_letter (state, position)');
    await runner.query(`
      create table message_act (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        actor text not null,
        act text not null,
        consumer text not null,
        selection jsonb not null,
        affected int not null,
        reason text
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table message_act, dead_letter, parked_event, parked_key');
  }
}
