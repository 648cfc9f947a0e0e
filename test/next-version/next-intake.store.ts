import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { IntakeStore, type SealedEntry } from '../../apps/novax-adapter/src/intake/intake.store.js';
import { NEXT_NAME } from './next-name.js';

/** Fills the new table, and leaves entries of the version before without a row in it. */
@Injectable()
export class NextIntakeStore extends IntakeStore {
  override async addEntries(tx: Tx, entries: readonly SealedEntry[]): Promise<void> {
    await super.addEntries(tx, entries);
    const ids = entries.map(({ receiptId }) => receiptId);
    await tx.query('insert into entry_taken_by select unnest($1::uuid[]), $2', [ids, NEXT_NAME]);
  }
}
