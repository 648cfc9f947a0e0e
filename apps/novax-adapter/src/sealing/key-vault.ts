import type { KeyObject } from 'node:crypto';

/** A key of 256 bits that seals what belongs to one owner: a child, or a report that concerns no child. */
export interface DataKey {
  readonly dataKeyId: string;
  readonly key: KeyObject;
}

/** Where data keys live, apart from what they seal. A municipality may put a hardware or cloud vault behind it. */
export abstract class KeyVault {
  /** A key per owner that exists now; those that do not exist yet are made and kept before this returns. */
  abstract keysFor(ownerIds: readonly string[]): Promise<ReadonlyMap<string, DataKey>>;

  /** The key with that id, or null when it was destroyed. */
  abstract find(dataKeyId: string): Promise<DataKey | null>;

  /**
   * Destroys the owner's key: everything sealed with it, also what is being sealed at this moment, can never be read again by any
   * instance. What comes later is sealed with a new key.
   */
  abstract destroy(ownerId: string): Promise<void>;
}
