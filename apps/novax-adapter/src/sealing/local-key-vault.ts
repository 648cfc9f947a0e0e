import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import type { OnModuleDestroy } from '@nestjs/common';
import { killPoint } from '#observability/kill-point.js';
import type { SealingKeys } from '#service/sealing-keys.js';
import type { DataSource } from 'typeorm';
import { type DataKey, KeyVault } from './key-vault.js';

interface DataKeyRow {
  data_key_id: string;
  owner_id: string;
  wrapped: Buffer;
}

/**
 * Keeps wrapped keys in a PostgreSQL database of its own. Opened keys are not remembered: a key that any instance destroyed opens nothing and
 * seals nothing from that moment on. (Opening one takes microseconds; a remembered one would have to be looked up all the same.)
 */
export class LocalKeyVault extends KeyVault implements OnModuleDestroy {
  constructor(
    private readonly dataSource: DataSource,
    private readonly masterKeys: SealingKeys,
  ) {
    super();
  }

  async keysFor(ownerIds: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const owners = [...new Set(ownerIds)];
    const stored = await this.stored(owners);
    const known = new Set(stored.map((row) => row.owner_id));
    const missing = owners.filter((ownerId) => !known.has(ownerId));
    if (missing.length > 0) stored.push(...(await this.make(missing)));
    return new Map(stored.map((row) => [row.owner_id, this.opened(row)]));
  }

  async find(dataKeyId: string): Promise<DataKey | null> {
    const rows = await this.dataSource.query<DataKeyRow[]>('select * from data_key where data_key_id = $1', [
      dataKeyId,
    ]);
    return rows[0] ? this.opened(rows[0]) : null;
  }

  async destroy(ownerId: string): Promise<void> {
    await this.dataSource.query('delete from data_key where owner_id = $1', [ownerId]);
  }

  async onModuleDestroy(): Promise<void> {
    await this.dataSource.destroy();
  }

  private stored(ownerIds: readonly string[]): Promise<DataKeyRow[]> {
    return this.dataSource.query<DataKeyRow[]>('select * from data_key where owner_id = any ($1::uuid[])', [ownerIds]);
  }

  /** Two instances may make a key for one child at the same time: the first to commit wins and both use that one. */
  private async make(ownerIds: readonly string[]): Promise<DataKeyRow[]> {
    const ids = ownerIds.map(() => randomUUID());
    const wrapped = ownerIds.map((ownerId, at) => this.masterKeys.seal(randomBytes(32), `${ids[at]}/${ownerId}`));
    await this.dataSource.query(
      `insert into data_key (data_key_id, owner_id, wrapped, master_id)
       select made.*, $4 from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as made (data_key_id, owner_id, wrapped)
       order by owner_id on conflict (owner_id) do nothing`,
      [ids, ownerIds, wrapped, this.masterKeys.keyId],
    );
    killPoint('intake.after-keys');
    return this.stored(ownerIds);
  }

  private opened({ data_key_id: dataKeyId, owner_id: ownerId, wrapped }: DataKeyRow): DataKey {
    return { dataKeyId, key: createSecretKey(this.masterKeys.open(wrapped, `${dataKeyId}/${ownerId}`)) };
  }
}
