import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which master key each data key is wrapped; null: by one from before this was noted. */
export class MasterOfDataKeys1796500600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table data_key add column master_id text');
    await queryRunner.query('create index data_key_master on data_key (master_id, data_key_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table data_key drop column master_id');
  }
}
