import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an inbox row was written: what fell into the default partition has a day that says nothing about that. */
export class TakenOn1797100000002 implements MigrationInterface {
  readonly name = 'TakenOn1797100000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inbox add column taken_on date not null default current_date');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inbox drop column taken_on');
  }
}
