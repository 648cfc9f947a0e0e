import type { MigrationInterface, QueryRunner } from 'typeorm';

/** History and receipts only grow, but for the deletion of a child, which says so for its own transaction. */
export class DeletedChildren1796500300000 implements MigrationInterface {
  readonly name = 'DeletedChildren1796500300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function refuse_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and current_setting('hub.deletes_a_child', true) = 'on' then
          return old;
        end if;
        raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function refuse_change() returns trigger language plpgsql as $$
      begin raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation'; end $$`);
  }
}
