import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which event of a parked child failed last: another one at the head of its queue has tries of its own, and is told of. Null: left from before. */
export class FailedHead1797200000001 implements MigrationInterface {
  readonly name = 'FailedHead1797200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table parked_key add column failed_event_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table parked_key drop column failed_event_id');
  }
}
