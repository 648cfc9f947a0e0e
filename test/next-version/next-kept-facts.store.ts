import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { KeptFacts } from '../../apps/screening/src/record/kept-facts.store.js';
import type { PlacedFact } from '../../apps/screening/src/record/record-batch.js';
import { NEXT_NAME } from './next-name.js';

/** Fills the new column, and reads facts of the version before, where it is empty, like its own. */
@Injectable()
export class NextKeptFacts extends KeptFacts {
  override async add(tx: Tx, placed: readonly PlacedFact[]): Promise<void> {
    await super.add(tx, placed);
    await tx.query(
      `update child_fact set kept_by = $3 from unnest($1::uuid[], $2::int[]) as placed (child, nth)
       where child_id = placed.child and seq = placed.nth`,
      [placed.map(({ childId }) => childId), placed.map(({ seq }) => seq), NEXT_NAME],
    );
  }
}
