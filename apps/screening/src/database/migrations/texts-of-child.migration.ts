import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The texts of a child that is deleted are found without reading those of all: meanwhile nobody may handle anything about children. */
export class TextsOfChild1797000200000 implements MigrationInterface {
  readonly name = 'TextsOfChild1797000200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['document', 'document_text', 'guardian_message_text']) {
      await runner.query(`create index ${table}_child on ${table} (child_id)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index guardian_message_text_child, document_text_child, document_child');
  }
}
