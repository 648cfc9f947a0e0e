import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Senders read their own refusals, newest first. */
export class RefusalsOfSender1796600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'create index refused_entry_sender on refused_entry (municipality, source_system, refused_at desc, receipt_id desc)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index refused_entry_sender');
  }
}
