import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which key the key of each child's replies is sealed; null: by one from before this was noted. */
export class SealKeys1796900000003 implements MigrationInterface {
  readonly name = 'SealKeys1796900000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table reply_key add column seal_key_id text');
    await runner.query('create index reply_key_seal_key on reply_key (seal_key_id, child_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table reply_key drop column seal_key_id');
  }
}
