import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { KeyVault } from '../sealing/key-vault.js';
import { FindChild } from './find-child.js';
import { KnownChildrenStore } from './known-children.store.js';

/** Lets go of a child that was deleted: its key, and what its number was known to mean. Doing it twice changes nothing. */
@Injectable()
export class ForgetChild {
  constructor(
    private readonly keys: KeyVault,
    private readonly known: KnownChildrenStore,
    private readonly findChild: FindChild,
  ) {}

  async run(tx: Tx, childId: string): Promise<void> {
    await this.keys.destroy(childId);
    await this.known.forget(tx, childId);
    this.findChild.forget(childId);
  }
}
