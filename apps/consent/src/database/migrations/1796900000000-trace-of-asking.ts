import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which trace somebody was asked: a letter is due in it, until the child is deleted. */
export class TraceOfAsking1796900000000 implements MigrationInterface {
  readonly name = 'TraceOfAsking1796900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consent_asked add column trace_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consent_asked drop column trace_id');
  }
}
