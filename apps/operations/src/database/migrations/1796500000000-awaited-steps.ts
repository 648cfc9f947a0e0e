import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Steps that are due, of every kind and not only receipts, and late work of the services. What stood in `awaited_receipt` is taken over; that table stays for instances of
 * the version before, which write to it until they are gone.
 */
export class AwaitedSteps1796500000000 implements MigrationInterface {
  readonly name = 'AwaitedSteps1796500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE awaited_step (
        step text NOT NULL,
        about text NOT NULL,
        trace_id text NOT NULL,
        municipality text NOT NULL,
        letter_id uuid,
        since timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        ended_at timestamptz,
        gap_detected_at timestamptz,
        PRIMARY KEY (step, about, trace_id)
      );
      CREATE INDEX awaited_step_due ON awaited_step (due_at) WHERE ended_at IS NULL AND gap_detected_at IS NULL;
      CREATE INDEX awaited_step_gap ON awaited_step (gap_detected_at DESC) WHERE gap_detected_at IS NOT NULL;
      CREATE INDEX awaited_step_trace ON awaited_step (trace_id);
      CREATE INDEX chain_step_letter ON chain_step (letter_id) WHERE letter_id IS NOT NULL;
      CREATE TABLE late_work (
        service text NOT NULL,
        kind text NOT NULL,
        waiting int NOT NULL,
        since timestamptz NOT NULL,
        detected_at timestamptz NOT NULL,
        closed_at timestamptz
      );
      CREATE UNIQUE INDEX late_work_open ON late_work (service, kind) WHERE closed_at IS NULL;
      CREATE INDEX late_work_found ON late_work (detected_at DESC);
      INSERT INTO awaited_step (step, about, trace_id, municipality, letter_id, since, due_at, ended_at, gap_detected_at)
      SELECT 'letter.delivered', letter_id::text, trace_id, municipality, letter_id, submitted_at,
             submitted_at + interval '24 hours', ended_at, gap_detected_at
      FROM awaited_receipt;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX chain_step_letter; DROP TABLE late_work, awaited_step;');
  }
}
