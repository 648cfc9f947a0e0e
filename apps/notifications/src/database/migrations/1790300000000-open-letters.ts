import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Open letters are counted at every scrape: few among all that were ever delivered. */
export class OpenLetters1790300000000 implements MigrationInterface {
  readonly name = 'OpenLetters1790300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index letter_open on letter (state) where state not in ('delivered', 'failed', 'cancelled')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index letter_open');
  }
}
