import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Cpr } from '#contracts/cpr.js';
import { killPoint } from '#observability/kill-point.js';
import { cprHash } from '#security/cpr-hash.js';
import { HashKey } from '../sealing/hash-key.js';
import { ChildrenClient } from './children.client.js';
import { KnownChildrenStore } from './known-children.store.js';

interface Waiting {
  readonly municipality: string;
  readonly hash: string;
  resolve(childId: string | null): void;
  reject(error: unknown): void;
}

/**
 * Finds the child behind a CPR number by its keyed hash: in memory, then in our own table, then by asking consent. All
 * who wait at the same moment share one look and one question; who is known never waits for consent.
 */
@Injectable()
export class FindChild {
  private readonly remembered = new LRUCache<string, string>({ max: 100_000 });
  private waiting: Waiting[] = [];

  constructor(
    private readonly hashKey: HashKey,
    private readonly known: KnownChildrenStore,
    private readonly consent: ChildrenClient,
  ) {}

  /** The child's id, or null when the municipality has no such child. Throws TransientError when nobody can tell. */
  async run(municipality: string, cpr: Cpr): Promise<string | null> {
    const hash = cprHash(cpr, this.hashKey.key);
    const remembered = this.remembered.get(`${municipality}/${hash}`);
    if (remembered !== undefined) return remembered;
    return new Promise((resolve, reject) => {
      if (this.waiting.push({ municipality, hash, resolve, reject }) === 1) setImmediate(() => void this.look());
    });
  }

  /** What its number means is asked anew. Rare, so that nothing is kept to find it by. */
  forget(childId: string): void {
    for (const [name, known] of this.remembered.entries()) if (known === childId) this.remembered.delete(name);
  }

  private async look(): Promise<void> {
    const together = Map.groupBy(this.waiting.splice(0), ({ municipality }) => municipality);
    await Promise.all([...together].map(([municipality, waiting]) => this.lookIn(municipality, waiting)));
  }

  private async lookIn(municipality: string, waiting: readonly Waiting[]): Promise<void> {
    try {
      const hashes = [...new Set(waiting.map(({ hash }) => hash))];
      const known = await this.known.findAll(municipality, hashes);
      this.answer(waiting, known);
      const unknown = hashes.filter((hash) => !known.has(hash));
      if (unknown.length === 0) return;
      const told = await this.consent.findAll(municipality, unknown);
      if (told.size > 0) {
        await this.known.rememberAll(municipality, told);
        killPoint('intake.after-known-child');
      }
      this.answer(waiting, told);
      for (const { resolve } of waiting) resolve(null);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  /** Settling a promise that was settled before changes nothing, so those who got their answer keep it. */
  private answer(waiting: readonly Waiting[], found: ReadonlyMap<string, string>): void {
    for (const { municipality, hash, resolve } of waiting) {
      const childId = found.get(hash);
      if (childId === undefined) continue;
      this.remembered.set(`${municipality}/${hash}`, childId);
      resolve(childId);
    }
  }
}
