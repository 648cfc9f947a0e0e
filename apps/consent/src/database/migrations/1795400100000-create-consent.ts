import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Children, guardians and custody, and the access log. CPR numbers and names stand sealed; people are found by keyed hashes.
 * The access log is only ever added to: triggers refuse everything else, and old months leave as whole partitions.
 */
export class CreateConsent1795400100000 implements MigrationInterface {
  readonly name = 'CreateConsent1795400100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table child (
        child_id uuid primary key,
        municipality text not null,
        health_visiting_unit text not null,
        birth_date date not null,
        cpr_sealed bytea not null,
        registered_at timestamptz not null
      )`);
    await runner.query(`
      create table child_number (
        municipality text not null,
        cpr_hash text not null,
        child_id uuid not null references child,
        primary key (municipality, cpr_hash)
      )`);
    await runner.query('create index child_number_hash on child_number (cpr_hash)');
    await runner.query(`
      create table guardian (
        guardian_id uuid primary key,
        municipality text not null,
        cpr_sealed bytea not null,
        name_sealed bytea not null,
        status smallint not null,
        language text not null default 'da',
        read_at timestamptz not null
      )`);
    await runner.query(`
      create table guardian_number (
        municipality text not null,
        cpr_hash text not null,
        guardian_id uuid not null references guardian,
        primary key (municipality, cpr_hash)
      )`);
    await runner.query('create index guardian_number_hash on guardian_number (cpr_hash)');
    await runner.query('create sequence custody_reading');
    await runner.query(`
      create table custody (
        child_id uuid primary key references child,
        reading bigint not null,
        read_at timestamptz not null,
        invalid_before bigint not null default 0,
        child_status smallint not null,
        child_protected boolean not null,
        guardian_ids uuid[] not null
      )`);
    await runner.query(`
      create table custody_holder (
        child_id uuid not null references custody,
        guardian_id uuid not null references guardian,
        kind text not null,
        valid_from date,
        valid_until date,
        status smallint not null,
        protected boolean not null
      )`);
    await runner.query('create index custody_holder_child on custody_holder (child_id)');
    await runner.query('create index custody_holder_guardian on custody_holder (guardian_id)');
    await runner.query(`
      create table access_log (
        log_id bigint generated always as identity,
        at timestamptz not null,
        child_id uuid not null,
        municipality text not null,
        asker_kind text not null,
        asker text not null,
        role text,
        organisation text,
        document_kind text not null,
        document_id uuid,
        action text not null,
        outcome text not null,
        code text,
        rule text not null,
        primary key (at, log_id)
      ) partition by range (at)`);
    await runner.query('create index access_log_child on access_log (child_id, at desc, log_id desc)');
    await runner.query(`
      create function refuse_access_log_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the access log is only ever added to' using errcode = 'insufficient_privilege';
      end $$`);
    await runner.query(`
      create trigger access_log_append_only before update or delete on access_log
      for each row execute function refuse_access_log_change()`);
    await runner.query(`
      create trigger access_log_no_truncate before truncate on access_log
      for each statement execute function refuse_access_log_change()`);
    await runner.query(`
      create function ensure_access_log_month(month date) returns void language plpgsql as $$
      declare
        part text := 'access_log_' || to_char(month, 'YYYY_MM');
      begin
        perform pg_advisory_xact_lock(hashtext('access_log_month'));
        if to_regclass(part) is not null then
          return;
        end if;
        execute format(
          'create table %I partition of access_log for values from (%L) to (%L)',
          part,
          date_trunc('month', month)::date::text || 'T00:00:00Z',
          (date_trunc('month', month) + interval '1 month')::date::text || 'T00:00:00Z'
        );
        execute format(
          'create trigger no_truncate before truncate on %I for each statement execute function refuse_access_log_change()',
          part
        );
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table access_log');
    await runner.query('drop function if exists ensure_access_log_month(date)');
    await runner.query('drop function refuse_access_log_change()');
    await runner.query('drop table custody_holder, custody, guardian_number, guardian, child_number, child');
    await runner.query('drop sequence custody_reading');
  }
}
