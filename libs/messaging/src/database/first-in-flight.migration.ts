import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which offset on a partition's events were in hand; null, or left from before: from the beginning on. */
export class FirstInFlight1796900000001 implements MigrationInterface {
  readonly name = 'FirstInFlight1796900000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consumer_in_flight add column first_offset bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consumer_in_flight drop column first_offset');
  }
}
