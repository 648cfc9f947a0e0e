import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every two seconds somebody looks whose 15th birthday has come: found without reading every consent that is valid. The numbers of people who
 * are deleted are found without reading all.
 */
export class ChildrenByBirth1797000100000 implements MigrationInterface {
  readonly name = 'ChildrenByBirth1797000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index child_born on child (birth_date)');
    await runner.query('create index child_number_child on child_number (child_id)');
    await runner.query('create index guardian_number_guardian on guardian_number (guardian_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index guardian_number_guardian, child_number_child, child_born');
  }
}
