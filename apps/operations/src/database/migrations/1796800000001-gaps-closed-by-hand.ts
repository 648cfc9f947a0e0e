import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A gap whose step will never come is closed by an operator. Who reads an older version's columns alone sees it as open. */
export class GapsClosedByHand1796800000001 implements MigrationInterface {
  readonly name = 'GapsClosedByHand1796800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE awaited_step ADD COLUMN closed_at timestamptz, ADD COLUMN closed_by text, ADD COLUMN close_code text,
        ADD COLUMN close_reason text;
      CREATE INDEX awaited_step_open ON awaited_step (trace_id)
        WHERE ended_at IS NULL AND closed_at IS NULL AND gap_detected_at IS NOT NULL;
      CREATE INDEX awaited_step_closed ON awaited_step (trace_id) WHERE closed_at IS NOT NULL AND ended_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX awaited_step_closed, awaited_step_open;
      ALTER TABLE awaited_step DROP COLUMN closed_at, DROP COLUMN closed_by, DROP COLUMN close_code, DROP COLUMN close_reason;
    `);
  }
}
