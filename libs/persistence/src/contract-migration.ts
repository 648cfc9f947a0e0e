import type { MigrationInterface } from 'typeorm';

/**
 * A migration that takes something away, or asks for something, that an earlier version would mind (decision 0011). Every other migration only
 * adds; `test/architecture/migrations.int-spec.ts` finds out which is which.
 */
export interface ContractMigration extends MigrationInterface {
  /** The version, of those in `deploy/versions.json`, whose code was the first not to use any more what is changed here. */
  readonly oldUseEndedIn: string;
}
