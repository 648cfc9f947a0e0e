import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Consents: what was asked, and its history. Neither is ever changed: what a consent is worth is derived from its history, the child's age
 * and who holds custody. A young person becomes a user of the portal in the table of guardians.
 */
export class Consents1795400100002 implements MigrationInterface {
  readonly name = 'Consents1795400100002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table child add column young_person_id uuid references guardian');
    await runner.query(`
      create table consent_type (
        municipality text not null,
        name text not null,
        version integer not null,
        content jsonb not null,
        set_at timestamptz not null,
        set_by text not null,
        primary key (municipality, name, version)
      )`);
    await runner.query(`
      create table consent (
        consent_id uuid primary key,
        consent_no bigint generated always as identity unique,
        child_id uuid not null references child,
        municipality text not null,
        type text not null,
        document_kinds text[] not null,
        sender text not null,
        receiver text not null,
        transition_id uuid,
        valid_until date not null,
        completeness text not null check (completeness in ('all', 'any')),
        gdpr_basis text not null,
        confidentiality_basis text not null,
        text_version integer not null,
        texts jsonb not null,
        by_letter boolean not null,
        requested_at timestamptz not null,
        requested_by text not null
      )`);
    await runner.query('create index consent_newest on consent (child_id, receiver, consent_no desc)');
    await runner.query('create index consent_valid on consent (valid_until)');
    await runner.query(`
      create table consent_entry (
        entry_no bigint generated always as identity primary key,
        consent_id uuid not null references consent,
        kind text not null check (kind in ('requested', 'custody', 'answer')),
        at timestamptz not null,
        holder_ids uuid[] not null,
        custody_read_at timestamptz,
        answerer_id uuid references guardian,
        answered_as text check (answered_as in ('guardian', 'young_person')),
        decision text check (decision in ('granted', 'declined', 'withdrawn')),
        text_version integer,
        language text,
        broker text,
        assurance text,
        authenticated_at timestamptz,
        check ((kind = 'answer') = (answerer_id is not null and answered_as is not null and decision is not null
          and text_version is not null and language is not null and broker is not null and assurance is not null
          and authenticated_at is not null))
      )`);
    await runner.query('create index consent_entry_consent on consent_entry (consent_id, entry_no)');
    await runner.query(`
      create table consent_asked (
        consent_id uuid not null references consent,
        guardian_id uuid not null references guardian,
        asked_at timestamptz not null,
        primary key (consent_id, guardian_id)
      )`);
    await runner.query(`
      create function refuse_consent_change() returns trigger language plpgsql as $$
      begin
        raise exception 'consents and their history are only ever added to' using errcode = 'insufficient_privilege';
      end $$`);
    for (const table of ['consent', 'consent_entry']) {
      await runner.query(`
        create trigger ${table}_append_only before update or delete on ${table}
        for each row execute function refuse_consent_change()`);
      await runner.query(`
        create trigger ${table}_no_truncate before truncate on ${table}
        for each statement execute function refuse_consent_change()`);
    }
    await runner.query(`
      alter table access_log
        add column line text,
        add column relation text,
        add column consent_id uuid,
        add column consent_state text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table access_log drop column consent_state, drop column consent_id, drop column relation, drop column line',
    );
    await runner.query('drop table consent_asked, consent_entry, consent, consent_type');
    await runner.query('drop function refuse_consent_change()');
    await runner.query('alter table child drop column young_person_id');
  }
}
