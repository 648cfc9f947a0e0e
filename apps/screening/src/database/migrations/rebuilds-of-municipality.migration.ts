import type { QueryRunner } from 'typeorm';
import type { ContractMigration } from '#persistence/contract-migration.js';

/**
 * A rebuild belongs to the municipality of the operator who began it. Of those begun before, one of a single child goes to the
 * child's municipality; one of all children, whose differences may name children of several, is shown to nobody any more.
 */
export class RebuildsOfMunicipality1795400000103 implements ContractMigration {
  readonly name = 'RebuildsOfMunicipality1795400000103';
  readonly oldUseEndedIn = '0.1.0';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table rebuild add column municipality text not null default ''`);
    await runner.query(`
      update rebuild set municipality = fact.municipality
      from child_fact fact where fact.child_id = rebuild.child_id and fact.seq = 1`);
    await runner.query('alter table rebuild alter column municipality drop default');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table rebuild drop column municipality');
  }
}
