import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is older than it is kept is found without reading all of it: steps are written in the order of their time, or nearly so. */
export class AgesOfSteps1796900000004 implements MigrationInterface {
  readonly name = 'AgesOfSteps1796900000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX chain_step_age ON chain_step USING brin (occurred_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX chain_step_age');
  }
}
