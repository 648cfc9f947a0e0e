import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A deletion of a child keeps everybody else waiting: it must find what stands under a key without reading everything. */
export class DeletionsByIndex1797100000001 implements MigrationInterface {
  readonly name = 'DeletionsByIndex1797100000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index outbox_key on outbox (key)');
    await runner.query('create index outbox_subject on outbox (subject) where subject <> key');
    await runner.query('create index parked_event_key on parked_event (key)');
    await runner.query('create index parked_key_key on parked_key (key)');
    await runner.query('create index dead_letter_key on dead_letter (key)');
    await runner.query(`create index dead_letter_subject on dead_letter ((headers ->> 'ce_subject'))`);
    await runner.query(`create index dead_letter_unread on dead_letter (position)
      where code in ('ENVELOPE_INVALID', 'TYPE_UNKNOWN', 'VERSION_UNKNOWN', 'DATA_UNPARSABLE', 'CONTRACT_BROKEN') and state <> 'replayed'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index dead_letter_unread, dead_letter_subject, dead_letter_key, parked_key_key, parked_event_key, outbox_subject, outbox_key',
    );
  }
}
