import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Spans for the local start, which has no tracing tool beside it. Lost with a crash: they are a picture and no record. */
export class ReceivedSpans1796700000000 implements MigrationInterface {
  readonly name = 'ReceivedSpans1796700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE received_span (
        trace_id text NOT NULL,
        span_id text NOT NULL,
        parent_id text,
        service text NOT NULL,
        name text NOT NULL,
        start_us bigint NOT NULL,
        took_us bigint NOT NULL,
        failed boolean NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (trace_id, span_id)
      );
      CREATE INDEX received_span_age ON received_span (received_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE received_span');
  }
}
