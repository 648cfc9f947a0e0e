import { randomBytes, randomUUID } from 'node:crypto';
import type { OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { killPoint } from '#observability/kill-point.js';
import type { DataSource } from 'typeorm';
import { type DataKey, KeyVault } from './key-vault.js';
import type { KeyWrap } from './key-wrap.js';

interface DataKeyRow {
  data_key_id: string;
  owner_id: string;
  wrapped: Buffer;
}

const rememberedKeys = 20_000;
/** The longest that a key which another instance destroyed is still in memory here. */
const rememberedMs = 60_000;

/** Keeps wrapped keys in a PostgreSQL database of its own. Opened keys are remembered, a bounded number for a minute. */
export class LocalKeyVault extends KeyVault implements OnModuleDestroy {
  private readonly byOwner = new LRUCache<string, DataKey>({ max: rememberedKeys, ttl: rememberedMs });

  constructor(
    private readonly dataSource: DataSource,
    private readonly keyWrap: KeyWrap,
  ) {
    super();
  }

  async keysFor(ownerIds: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const keys = new Map<string, DataKey>();
    const unknown = new Set<string>();
    for (const ownerId of ownerIds) {
      const known = this.byOwner.get(ownerId);
      if (known) keys.set(ownerId, known);
      else unknown.add(ownerId);
    }
    if (unknown.size > 0) await this.load([...unknown], keys);
    return keys;
  }

  async find(dataKeyId: string): Promise<DataKey | null> {
    const rows = await this.dataSource.query<DataKeyRow[]>('select * from data_key where data_key_id = $1', [
      dataKeyId,
    ]);
    return rows[0] ? this.opened(rows[0]) : null;
  }

  async destroy(ownerId: string): Promise<void> {
    await this.dataSource.query('delete from data_key where owner_id = $1', [ownerId]);
    this.byOwner.delete(ownerId);
  }

  async onModuleDestroy(): Promise<void> {
    this.byOwner.clear();
    await this.dataSource.destroy();
  }

  private async load(ownerIds: readonly string[], into: Map<string, DataKey>): Promise<void> {
    const stored = await this.stored(ownerIds);
    const missing = ownerIds.filter((ownerId) => !stored.some((row) => row.owner_id === ownerId));
    if (missing.length > 0) stored.push(...(await this.make(missing)));
    for (const row of stored) {
      const key = this.opened(row);
      this.byOwner.set(row.owner_id, key);
      into.set(row.owner_id, key);
    }
  }

  private stored(ownerIds: readonly string[]): Promise<DataKeyRow[]> {
    return this.dataSource.query<DataKeyRow[]>('select * from data_key where owner_id = any ($1::uuid[])', [ownerIds]);
  }

  /** Two instances may make a key for one child at the same time: the first to commit wins and both use that one. */
  private async make(ownerIds: readonly string[]): Promise<DataKeyRow[]> {
    const ids = ownerIds.map(() => randomUUID());
    const wrapped = ownerIds.map((ownerId, at) => this.keyWrap.wrap(randomBytes(32), `${ids[at]}/${ownerId}`));
    await this.dataSource.query(
      `insert into data_key (data_key_id, owner_id, wrapped)
       select * from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as made (data_key_id, owner_id, wrapped)
       order by owner_id on conflict (owner_id) do nothing`,
      [ids, ownerIds, wrapped],
    );
    killPoint('intake.after-keys');
    return this.stored(ownerIds);
  }

  private opened({ data_key_id: dataKeyId, owner_id: ownerId, wrapped }: DataKeyRow): DataKey {
    return { dataKeyId, key: this.keyWrap.unwrap(wrapped, `${dataKeyId}/${ownerId}`) };
  }
}
