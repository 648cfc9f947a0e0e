import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Senders, known children, entries with their sealed originals, refusals and the log of every intake. */
export class CreateNovaxAdapter1763900000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table intake_log, refused_entry, sealed_entry, journal_entry, known_child, sender');
  }
}

/*
 * Receipt ids begin with the time (UUIDv7): rows and index entries of a day lie together, so that intake costs the same
 * with ten times the entries stored. The sealed original has a table of its own because the check for repetition reads
 * journal_entry alone. It is encrypted, so PostgreSQL is told not to try to compress it, and kept inside the row up to
 * 8 kB, where it costs no second table.
 */
const statements = [
  `create table sender (
     client_id text primary key,
     municipality text not null,
     source_system text not null,
     formats text[] not null,
     observers_certified boolean not null
   )`,
  `create table known_child (
     municipality text not null,
     cpr_hash bytea not null,
     child_id uuid not null,
     primary key (municipality, cpr_hash)
   )`,
  `create table journal_entry (
     receipt_id uuid primary key,
     municipality text not null,
     source_system text not null,
     record_id text not null,
     edition text not null,
     content_hash bytea not null,
     client_id text not null,
     child_id uuid,
     format text not null,
     reported_at timestamptz not null,
     received_at timestamptz not null,
     trace_id text,
     receipt text not null,
     constraint journal_entry_once unique (municipality, source_system, record_id, edition)
   )`,
  `create table sealed_entry (
     receipt_id uuid primary key,
     data_key_id uuid not null,
     media_type text not null,
     sealed bytea not null
   ) with (toast_tuple_target = 8160)`,
  'alter table sealed_entry alter column sealed set storage external',
  `create table refused_entry (
     receipt_id uuid primary key,
     municipality text not null,
     source_system text not null,
     client_id text not null,
     record_id text,
     format text not null,
     code text not null,
     place text,
     conflicts_with uuid,
     refused_at timestamptz not null,
     trace_id text
   )`,
  `create table intake_log (
     at timestamptz not null,
     municipality text not null,
     client_id text not null,
     outcome text not null check (outcome in ('taken', 'repeated', 'conflict', 'refused')),
     receipt_id uuid not null,
     trace_id text
   )`,
];
