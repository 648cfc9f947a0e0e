import type { QueryRunner } from 'typeorm';
import type { ContractMigration } from '#persistence/contract-migration.js';

/**
 * How long each municipality keeps its access log, as data; and a part of the log for each month and municipality, so that what is old enough
 * leaves as a whole table and nothing is ever deleted by row.
 */
export class AccessLogRetention1795400100004 implements ContractMigration {
  readonly name = 'AccessLogRetention1795400100004';
  readonly oldUseEndedIn = '0.1.0';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table access_log_retention (
        municipality text primary key,
        months integer not null check (months between 6 and 240),
        set_at timestamptz not null,
        set_by text not null
      )`);
    await runner.query('create table access_log_moving as select * from access_log');
    await runner.query('drop table access_log');
    await runner.query('drop function ensure_access_log_month(date)');
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
        line text,
        relation text,
        consent_id uuid,
        consent_state text,
        primary key (at, municipality, log_id)
      ) partition by range (at)`);
    await runner.query('create index access_log_child on access_log (child_id, at desc, log_id desc)');
    await runner.query(`
      create trigger access_log_append_only before update or delete on access_log
      for each row execute function refuse_access_log_change()`);
    await runner.query(`
      create trigger access_log_no_truncate before truncate on access_log
      for each statement execute function refuse_access_log_change()`);
    await runner.query(`
      create function ensure_access_log_part(month date, municipality text) returns void language plpgsql as $$
      declare
        whole text := 'access_log_' || to_char(month, 'YYYY_MM');
        part text := whole || '_' || municipality;
        first_day date := date_trunc('month', month)::date;
      begin
        perform pg_advisory_xact_lock(hashtext('access_log_part'));
        if to_regclass(quote_ident(whole)) is null then
          execute format(
            'create table %I partition of access_log for values from (%L) to (%L) partition by list (municipality)',
            whole, first_day::text || 'T00:00:00Z', (first_day + interval '1 month')::date::text || 'T00:00:00Z'
          );
          execute format(
            'create trigger no_truncate before truncate on %I for each statement execute function refuse_access_log_change()',
            whole
          );
        end if;
        if to_regclass(quote_ident(part)) is null then
          execute format('create table %I partition of %I for values in (%L)', part, whole, municipality);
          execute format(
            'create trigger no_truncate before truncate on %I for each statement execute function refuse_access_log_change()',
            part
          );
        end if;
      end $$`);
    await runner.query(`
      select ensure_access_log_part(month, municipality)
      from (select distinct date_trunc('month', at at time zone 'UTC')::date as month, municipality from access_log_moving) as parts`);
    await runner.query(`
      insert into access_log (at, child_id, municipality, asker_kind, asker, role, organisation, document_kind, document_id, action,
                              outcome, code, rule, line, relation, consent_id, consent_state)
      select at, child_id, municipality, asker_kind, asker, role, organisation, document_kind, document_id, action,
             outcome, code, rule, line, relation, consent_id, consent_state
      from access_log_moving order by log_id`);
    await runner.query('drop table access_log_moving');
  }

  /** The log keeps its parts: only what makes new ones is gone. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function ensure_access_log_part(date, text)');
    await runner.query('drop table access_log_retention');
  }
}
