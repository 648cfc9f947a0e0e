import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Children that were deleted: a hash of each key, so that nothing that comes late brings one back, and nobody can read the keys here. */
export class ForgottenKeys1796500200000 implements MigrationInterface {
  readonly name = 'ForgottenKeys1796500200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table forgotten_key (
        key_hash bytea primary key,
        forgotten_at timestamptz not null default now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table forgotten_key');
  }
}
