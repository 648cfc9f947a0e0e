import type { QueryRunner } from 'typeorm';
import type { ContractMigration } from '#persistence/contract-migration.js';

/** Letters that tell somebody of a consent to answer: one per consent and person, whatever became of it. */
export class ConsentLetters1790200000000 implements ContractMigration {
  readonly name = 'ConsentLetters1790200000000';
  readonly oldUseEndedIn = '0.1.0';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table letter
        add column consent_id uuid,
        add column consent_ended text,
        drop constraint letter_kind_check,
        add constraint letter_kind_check check (kind in ('first_share', 'consent_request')) not valid,
        add constraint letter_consent_check check ((kind = 'consent_request') = (consent_id is not null)) not valid`);
    await runner.query('alter table letter validate constraint letter_kind_check');
    await runner.query('alter table letter validate constraint letter_consent_check');
    await runner.query(`
      create unique index letter_consent_request on letter (consent_id, guardian_id) where consent_id is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table letter
        drop constraint letter_consent_check,
        drop constraint letter_kind_check,
        drop column consent_id,
        drop column consent_ended,
        add constraint letter_kind_check check (kind in ('first_share')) not valid`);
  }
}
