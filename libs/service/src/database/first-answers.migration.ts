import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first answers of repeatable writes, for services that have such doors. */
export class FirstAnswers1795400000003 implements MigrationInterface {
  readonly name = 'FirstAnswers1795400000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table first_answer (
        id text primary key,
        fingerprint text not null,
        answer text not null,
        given_at timestamptz not null default now()
      )`);
    await runner.query('create index first_answer_given on first_answer (given_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table first_answer');
  }
}
