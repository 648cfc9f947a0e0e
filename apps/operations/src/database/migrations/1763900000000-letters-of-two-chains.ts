import type { QueryRunner } from 'typeorm';
import type { ContractMigration } from '#persistence/contract-migration.js';

/** A letter ordered for one child may go out for another: it is cancelled in one chain and awaited in the other. */
export class LettersOfTwoChains1763900000000 implements ContractMigration {
  readonly name = 'LettersOfTwoChains1763900000000';
  readonly oldUseEndedIn = '0.1.0';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE awaited_receipt DROP CONSTRAINT awaited_receipt_pkey, ADD PRIMARY KEY (letter_id, trace_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM awaited_receipt one USING awaited_receipt other
      WHERE one.letter_id = other.letter_id AND (one.submitted_at, one.trace_id) < (other.submitted_at, other.trace_id)`);
    await runner.query(`
      ALTER TABLE awaited_receipt DROP CONSTRAINT awaited_receipt_pkey, ADD PRIMARY KEY (letter_id)`);
  }
}
