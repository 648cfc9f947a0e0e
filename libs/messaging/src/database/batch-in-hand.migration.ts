import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a batch in hand began: a service that reads again what it handled long ago takes none of that for what killed a process. */
export class BatchInHand1796700000003 implements MigrationInterface {
  readonly name = 'BatchInHand1796700000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consumer_in_flight add column first_offset bigint not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consumer_in_flight drop column first_offset');
  }
}
