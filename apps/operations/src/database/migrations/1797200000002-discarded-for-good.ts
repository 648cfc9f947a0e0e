import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A stopped message ended because an operator discarded it: what should follow it does not come. */
export class DiscardedForGood1797200000002 implements MigrationInterface {
  readonly name = 'DiscardedForGood1797200000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stopped_message ADD COLUMN is_discarded boolean NOT NULL DEFAULT false;
      CREATE INDEX stopped_message_discarded ON stopped_message (trace_id) WHERE is_discarded;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX stopped_message_discarded;
      ALTER TABLE stopped_message DROP COLUMN is_discarded;
    `);
  }
}
