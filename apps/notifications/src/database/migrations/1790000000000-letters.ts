import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters with their history, the channel's receipts, and guardians' replies. No names and no CPR numbers stand in any of them unsealed. */
export class Letters1790000000000 implements MigrationInterface {
  readonly name = 'Letters1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table letter (
        letter_id uuid primary key,
        message_uuid uuid not null unique,
        municipality text not null,
        child_id uuid not null,
        guardian_id uuid not null,
        kind text not null check (kind in ('first_share')),
        requested_at timestamptz not null,
        traceparent text,
        caused_by uuid not null,
        version integer not null,
        state text not null,
        tries integer not null check (tries >= 0),
        postponed integer not null default 0,
        questions integer not null default 0,
        channel text check (channel in ('digital_post', 'physical_letter')),
        template text,
        due_at timestamptz,
        tried_at timestamptz,
        submitted_at timestamptz,
        delivered_at timestamptz,
        late boolean not null default false,
        code text,
        check ((channel is null) = (template is null)),
        check (case state
          when 'requested' then due_at is not null and delivered_at is null and code is null
          when 'submitting' then channel is not null and tried_at is not null and tries > 0 and code is null
          when 'unknown' then channel is not null and tried_at is not null and due_at is not null and tries > 0 and code is null
          when 'submitted' then channel is not null and submitted_at is not null and tries > 0 and code is null
          when 'delivered' then channel is not null and submitted_at is not null and delivered_at is not null and due_at is null
          when 'failed' then code is not null and due_at is null
          when 'cancelled' then code is not null and due_at is null
          else false end)
      )`);
    // One first letter per guardian and municipality, however many children and documents (R10). One that was never sent does not count.
    await runner.query(`
      create unique index letter_first_share on letter (municipality, guardian_id) where kind = 'first_share' and state <> 'cancelled'`);
    await runner.query(`create index letter_due on letter (due_at) where due_at is not null`);
    await runner.query(`create index letter_of_child on letter (child_id, requested_at)`);
    await runner.query(`create index letter_of_guardian on letter (guardian_id, requested_at)`);
    await runner.query(`
      create table letter_history (
        entry_id bigint generated always as identity primary key,
        letter_id uuid not null references letter,
        at timestamptz not null,
        step text not null,
        state text not null,
        try integer not null,
        code text
      )`);
    await runner.query(`create index letter_history_of_letter on letter_history (letter_id, entry_id)`);
    await runner.query(`
      create table receipt (
        receipt_id uuid primary key,
        message_uuid uuid not null,
        status text not null,
        at timestamptz not null,
        transmission_id text,
        channel_code text,
        error_code text,
        origin text not null check (origin in ('pushed', 'pulled')),
        letter_id uuid references letter,
        received_at timestamptz not null,
        unique (message_uuid, status, at)
      )`);
    await runner.query(`create index receipt_of_letter on receipt (letter_id, received_at)`);
    await runner.query(`create table reply_key (child_id uuid primary key, wrapped bytea not null)`);
    await runner.query(`
      create table reply (
        reply_id uuid primary key,
        letter_id uuid not null references letter,
        child_id uuid not null,
        guardian_id uuid not null,
        municipality text not null,
        message_uuid uuid not null unique,
        body_hash text not null,
        sealed bytea not null,
        received_at timestamptz not null
      )`);
    await runner.query(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation'; end $$`);
    for (const table of ['letter_history', 'receipt']) {
      await runner.query(`
        create trigger ${table}_only_grows before update or delete on ${table} for each row execute function refuse_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table reply, reply_key, receipt, letter_history, letter`);
    await runner.query(`drop function refuse_change()`);
  }
}
