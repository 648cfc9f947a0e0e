import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Message ids of letters that may have gone out and whose child was deleted: no later letter may be taken for one of them. */
export class MessagesOfDeleted1796700000000 implements MigrationInterface {
  readonly name = 'MessagesOfDeleted1796700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table message_of_deleted (message_uuid uuid primary key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table message_of_deleted');
  }
}
