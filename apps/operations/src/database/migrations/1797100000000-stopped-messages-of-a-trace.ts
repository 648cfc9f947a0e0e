import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was ever stopped of a chain is looked up by its trace alone, so that the cost does not follow how much is open elsewhere. */
export class StoppedMessagesOfATrace1797100000000 implements MigrationInterface {
  readonly name = 'StoppedMessagesOfATrace1797100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX stopped_message_trace ON stopped_message (trace_id) WHERE trace_id IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX stopped_message_trace');
  }
}
