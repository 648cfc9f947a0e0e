import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = { child: 'child_id', guardian: 'guardian_id', information_request: 'information_request_id' };

/** By which key the values of each row are sealed; null: by one from before this was noted, or by two. */
export class SealKeys1796900000002 implements MigrationInterface {
  readonly name = 'SealKeys1796900000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, id] of Object.entries(TABLES)) {
      await runner.query(`alter table ${table} add column seal_key_id text`);
      await runner.query(`create index ${table}_seal_key on ${table} (seal_key_id, ${id})`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(TABLES)) await runner.query(`alter table ${table} drop column seal_key_id`);
  }
}
