import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Open gaps are counted at every scrape: few among all receipts that ever came. */
export class OpenGaps1795500000000 implements MigrationInterface {
  readonly name = 'OpenGaps1795500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX awaited_receipt_gap ON awaited_receipt (trace_id) WHERE ended_at IS NULL AND gap_detected_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX awaited_receipt_gap');
  }
}
