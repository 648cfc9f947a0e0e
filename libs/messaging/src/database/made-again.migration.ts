import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an event may have been told before on another day, by a database that was restored since: who hears it looks at all days. */
export class MadeAgain1796700000001 implements MigrationInterface {
  readonly name = 'MadeAgain1796700000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox add column again boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox drop column again');
  }
}
