import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when the register's word of a change waits to be read, so that operations can tell of it. */
export class CustodyStaleSince1796500100000 implements MigrationInterface {
  readonly name = 'CustodyStaleSince1796500100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table custody add column stale_since timestamptz');
    await runner.query('create index custody_stale on custody (stale_since) where stale_since is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table custody drop column stale_since');
  }
}
