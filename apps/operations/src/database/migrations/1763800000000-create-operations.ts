import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operations' own store. It has no column for a child, a guardian, a name or a text: that is the point of it. */
export class CreateOperations1763800000000 implements MigrationInterface {
  readonly name = 'CreateOperations1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE chain (
        trace_id text PRIMARY KEY,
        municipality text NOT NULL,
        receipt_id uuid NOT NULL UNIQUE,
        source_system text NOT NULL,
        record_id text,
        started_at timestamptz NOT NULL
      );
      CREATE INDEX chain_started ON chain (started_at DESC);
      CREATE INDEX chain_record ON chain (record_id);
      CREATE TABLE chain_step (
        trace_id text NOT NULL,
        event_id uuid NOT NULL,
        name text NOT NULL,
        service text NOT NULL,
        occurred_at timestamptz NOT NULL,
        rank smallint NOT NULL,
        letter_id uuid,
        channel text,
        code text,
        tries smallint,
        failed_tries jsonb NOT NULL,
        late boolean NOT NULL,
        level text,
        PRIMARY KEY (trace_id, event_id)
      );
      CREATE TABLE awaited_receipt (
        letter_id uuid PRIMARY KEY,
        trace_id text NOT NULL,
        municipality text NOT NULL,
        submitted_at timestamptz NOT NULL,
        ended_at timestamptz,
        gap_detected_at timestamptz
      );
      CREATE INDEX awaited_receipt_open ON awaited_receipt (submitted_at) WHERE ended_at IS NULL AND gap_detected_at IS NULL;
      CREATE INDEX awaited_receipt_trace ON awaited_receipt (trace_id);
      CREATE TABLE refused_entry (
        receipt_id uuid PRIMARY KEY,
        trace_id text,
        municipality text NOT NULL,
        source_system text NOT NULL,
        record_id text,
        code text NOT NULL,
        place text,
        format text NOT NULL,
        refused_at timestamptz NOT NULL
      );
      CREATE INDEX refused_entry_time ON refused_entry (refused_at DESC);
      CREATE TABLE stopped_message (
        event_id text NOT NULL,
        consumer text NOT NULL,
        municipality text NOT NULL,
        service text NOT NULL,
        kind text NOT NULL,
        event_type text NOT NULL,
        error_class text NOT NULL,
        code text NOT NULL,
        attempts int NOT NULL,
        trace_id text,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (event_id, consumer, kind)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE chain, chain_step, awaited_receipt, refused_entry, stopped_message');
  }
}
