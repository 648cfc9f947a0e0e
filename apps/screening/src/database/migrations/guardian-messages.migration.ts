import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What guardians write. The database itself refuses to change a word of it; nothing but the end of keeping removes one. */
export class GuardianMessages1795400000104 implements MigrationInterface {
  readonly name = 'GuardianMessages1795400000104';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table guardian_message_text (
        message_id uuid primary key,
        child_id uuid not null,
        text text not null
      )`);
    await runner.query(`
      create function guardian_words_stand() returns trigger language plpgsql as $$
      begin
        raise exception 'A guardian''s words are not changed';
      end $$`);
    await runner.query(`
      create trigger guardian_words_stand before update on guardian_message_text
      for each row execute function guardian_words_stand()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table guardian_message_text');
    await runner.query('drop function guardian_words_stand');
  }
}
