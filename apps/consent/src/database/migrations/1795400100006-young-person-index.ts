import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the child that a user of the portal is without reading every child: each page of the portal asks. */
export class YoungPersonIndex1795400100006 implements MigrationInterface {
  readonly name = 'YoungPersonIndex1795400100006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index child_young_person on child (young_person_id) where young_person_id is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index child_young_person');
  }
}
