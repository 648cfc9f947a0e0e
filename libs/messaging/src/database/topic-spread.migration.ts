import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Over how many partitions the events of each topic are spread, and where the partitions ended when that number changed. */
export class TopicSpread1796700000002 implements MigrationInterface {
  readonly name = 'TopicSpread1796700000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table topic_spread (
        topic text primary key,
        partitions int not null check (partitions > 0),
        fence text,
        since timestamptz not null default now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table topic_spread');
  }
}
