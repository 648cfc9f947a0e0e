import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The local key vault, in a database of its own: whoever has only the entries' database, or only a backup of it, can read nothing. */
export class CreateDataKeys1763900000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `create table data_key (
         data_key_id uuid primary key,
         owner_id uuid not null,
         wrapped bytea not null,
         made_at timestamptz not null default now(),
         constraint data_key_one_per_owner unique (owner_id)
       )`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table data_key');
  }
}
