import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is open is looked up often, and is little among all that ever was; chains are looked up by municipality and sender: indexes, so that the
 * cost follows what is shown and not what is stored.
 */
export class OpenAmongMany1797000000000 implements MigrationInterface {
  readonly name = 'OpenAmongMany1797000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX awaited_step_open_gap ON awaited_step (municipality, gap_detected_at DESC) INCLUDE (trace_id, step)
        WHERE ended_at IS NULL AND closed_at IS NULL AND gap_detected_at IS NOT NULL;
      CREATE INDEX stopped_message_to_ask ON stopped_message (service, municipality, checked_at NULLS FIRST, event_id)
        WHERE ended_at IS NULL AND trace_id IS NOT NULL;
      CREATE INDEX refused_entry_trace ON refused_entry (trace_id) WHERE trace_id IS NOT NULL;
      CREATE INDEX chain_of_municipality ON chain (municipality, started_at DESC, trace_id DESC);
      CREATE INDEX chain_of_sender ON chain (municipality, source_system, started_at DESC, trace_id DESC);
      CREATE INDEX chain_step_told ON chain_step (name, trace_id)
        WHERE name IN ('journal.entry.rejected', 'letter.failed', 'letter.requested', 'trace.forgotten');
      DROP INDEX chain_step_end;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX chain_step_end ON chain_step (name, trace_id) WHERE name IN ('journal.entry.rejected', 'letter.failed');
      DROP INDEX chain_step_told, chain_of_sender, chain_of_municipality, refused_entry_trace, stopped_message_to_ask, awaited_step_open_gap;
    `);
  }
}
