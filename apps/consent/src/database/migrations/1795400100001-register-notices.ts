import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the register has told of lately, also about people unknown here, so that a reading which began before is not taken for the latest;
 * and guardians that were met under two numbers and turn out to be one person.
 */
export class RegisterNotices1795400100001 implements MigrationInterface {
  readonly name = 'RegisterNotices1795400100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table register_notice (
        cpr_hash text primary key,
        reading bigint not null,
        heard_at timestamptz not null default now()
      )`);
    await runner.query('create index register_notice_heard on register_notice (heard_at)');
    await runner.query(`
      alter table guardian
        add column reading bigint not null default 0,
        add column met bigint generated always as identity,
        add column same_as uuid references guardian`);
    await runner.query('create index guardian_same_as on guardian (same_as) where same_as is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table guardian drop column same_as, drop column met, drop column reading');
    await runner.query('drop table register_notice');
  }
}
