import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the entries of a child that is deleted without reading all that ever came in. */
export class EntriesOfChild1796500400000 implements MigrationInterface {
  readonly name = 'EntriesOfChild1796500400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create index journal_entry_child on journal_entry (child_id) where child_id is not null');
    await queryRunner.query('create index known_child_id on known_child (child_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index journal_entry_child, known_child_id');
  }
}
