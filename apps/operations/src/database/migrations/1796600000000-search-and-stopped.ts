import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Chains are searched by state, time and letter; a stopped message that went on is remembered as such; refusals are counted by day. */
export class SearchAndStopped1796600000000 implements MigrationInterface {
  readonly name = 'SearchAndStopped1796600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stopped_message ADD COLUMN ended_at timestamptz, ADD COLUMN checked_at timestamptz;
      CREATE INDEX stopped_message_open ON stopped_message (trace_id) WHERE ended_at IS NULL;
      CREATE INDEX stopped_message_seen ON stopped_message (municipality, seen_at DESC);
      CREATE INDEX chain_step_end ON chain_step (name, trace_id) WHERE name IN ('journal.entry.rejected', 'letter.failed');
      CREATE INDEX refused_entry_sender ON refused_entry (municipality, refused_at DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX refused_entry_sender, chain_step_end, stopped_message_seen, stopped_message_open;
      ALTER TABLE stopped_message DROP COLUMN ended_at, DROP COLUMN checked_at;
    `);
  }
}
