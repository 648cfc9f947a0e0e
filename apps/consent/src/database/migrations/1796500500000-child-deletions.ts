import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Deletions of children: who asked, why, who confirmed, and with which digests the access log of the child can be verified afterwards. What
 * otherwise only grows makes way for a deletion, which names the child for its own transaction; of the log nothing but the child's id changes.
 */
export class ChildDeletions1796500500000 implements MigrationInterface {
  readonly name = 'ChildDeletions1796500500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table child_deletion (
        deletion_id uuid primary key,
        municipality text not null,
        health_visiting_unit text not null,
        child_id uuid,
        reason text not null check (reason in ('data_subject_request', 'registered_by_mistake', 'keeping_ended')),
        requested_by text not null,
        requested_at timestamptz not null,
        confirmed_by text,
        confirmed_at timestamptz,
        log_child_id uuid,
        log_digests jsonb,
        check ((confirmed_at is null) = (child_id is not null)),
        check (num_nulls(confirmed_by, confirmed_at, log_child_id, log_digests) in (0, 4))
      )`);
    await runner.query(
      'create unique index child_deletion_open on child_deletion (child_id) where child_id is not null',
    );
    await runner.query('create index child_deletion_newest on child_deletion (municipality, requested_at desc)');
    await runner.query(`
      create or replace function refuse_access_log_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' then
          if current_setting('hub.deletes_child', true) = old.child_id::text
             and to_jsonb(new) - 'child_id' = to_jsonb(old) - 'child_id' then
            return new;
          end if;
        end if;
        raise exception 'the access log is only ever added to' using errcode = 'insufficient_privilege';
      end $$`);
    await runner.query(`
      create or replace function refuse_consent_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          if exists (
            select from consent where consent_id = old.consent_id and child_id::text = current_setting('hub.deletes_child', true)
          ) then
            return old;
          end if;
        end if;
        raise exception 'consents and their history are only ever added to' using errcode = 'insufficient_privilege';
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function refuse_consent_change() returns trigger language plpgsql as $$
      begin
        raise exception 'consents and their history are only ever added to' using errcode = 'insufficient_privilege';
      end $$`);
    await runner.query(`
      create or replace function refuse_access_log_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the access log is only ever added to' using errcode = 'insufficient_privilege';
      end $$`);
    await runner.query('drop table child_deletion');
  }
}
