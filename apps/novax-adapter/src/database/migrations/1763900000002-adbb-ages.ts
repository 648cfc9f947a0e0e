import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ages for ADBB that municipalities have set, with the version of the rules they stand in. */
export class AdbbAges1763900000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `create table adbb_ages (
         municipality text primary key,
         rule_version int not null,
         min_days int not null,
         max_months int not null
       )`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table adbb_ages');
  }
}
