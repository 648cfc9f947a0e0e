import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Further children for whose sake a letter goes out, and whether the answer to one of its tries was ever lost. */
export class LetterReasons1790100000000 implements MigrationInterface {
  readonly name = 'LetterReasons1790100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table letter add column answer_lost boolean not null default false`);
    await runner.query(`
      update letter set answer_lost = true
      where letter_id in (select letter_id from letter_history where step = 'answer_lost')`);
    await runner.query(`
      create table letter_reason (
        letter_id uuid not null references letter,
        child_id uuid not null,
        caused_by uuid not null,
        traceparent text,
        noted_at timestamptz not null,
        ended_at timestamptz,
        code text,
        tries integer,
        primary key (letter_id, child_id),
        check (num_nulls(ended_at, code, tries) in (0, 3))
      )`);
    await runner.query(`create index letter_reason_ended on letter_reason (child_id) where ended_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table letter_reason`);
    await runner.query(`alter table letter drop column answer_lost`);
  }
}
