import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every fact names the version that kept it. */
class KeptBy4070908800000 implements MigrationInterface {
  readonly name = 'KeptBy4070908800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table child_fact add column kept_by text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table child_fact drop column kept_by');
  }
}

/** Every entry names the version that took it. */
class TakenBy4070908800001 implements MigrationInterface {
  readonly name = 'TakenBy4070908800001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table entry_taken_by (receipt_id uuid primary key, version text not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table entry_taken_by');
  }
}

/** What the next version adds, by service. */
export const nextMigrations: Readonly<Record<string, readonly (new () => MigrationInterface)[]>> = {
  screening: [KeptBy4070908800000],
  'novax-adapter': [TakenBy4070908800001],
};
