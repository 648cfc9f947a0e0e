import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Smaller and quicker than the server's default where the server was built with it; the default does as well. */
const withLz4 = (table: string, column: string): string => `
  do $$ begin
    alter table ${table} alter column ${column} set compression lz4;
  exception when feature_not_supported or invalid_parameter_value then null;
  end $$`;

/** The kept facts, the view folded from them, and the two small projections that jobs and staff look things up in. */
export class ChildRecord1795400000101 implements MigrationInterface {
  readonly name = 'ChildRecord1795400000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table child_fact (
        child_id uuid not null,
        seq int not null,
        municipality text not null,
        type text not null,
        version smallint not null,
        data jsonb not null,
        occurred_at timestamptz not null,
        recorded_at timestamptz not null,
        traceparent text,
        event_id uuid,
        about text,
        primary key (child_id, seq)
      )`);
    await runner.query(withLz4('child_fact', 'data'));
    await runner.query('create index child_fact_about on child_fact (child_id, about) where about is not null');
    await runner.query(`
      create table child_record (
        child_id uuid primary key,
        municipality text not null,
        revision int not null,
        record jsonb not null
      ) with (fillfactor = 70)`);
    await runner.query(withLz4('child_record', 'record'));
    await runner.query(`
      create table open_task (
        task_id uuid primary key,
        child_id uuid not null,
        municipality text not null,
        unit text,
        role text,
        task jsonb not null
      )`);
    await runner.query('create index open_task_of_child on open_task (child_id)');
    await runner.query('create index open_task_of_unit on open_task (municipality, unit)');
    await runner.query(`
      create table due_repeat (
        child_id uuid primary key,
        overdue_at timestamptz not null
      )`);
    await runner.query('create index due_repeat_at on due_repeat (overdue_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['due_repeat', 'open_task', 'child_record', 'child_fact']) {
      await runner.query(`drop table ${table}`);
    }
  }
}
