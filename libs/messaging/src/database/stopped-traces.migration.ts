import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operations ask by trace what of a chain stands still. */
export class StoppedTraces1796500000001 implements MigrationInterface {
  readonly name = 'StoppedTraces1796500000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['parked_event', 'dead_letter']) {
      await runner.query(`create index ${table}_trace on ${table} (substr(headers ->> 'traceparent', 4, 32))`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index dead_letter_trace, parked_event_trace');
  }
}
