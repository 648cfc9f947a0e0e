import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RefusalError } from '#contracts/refusal-error.js';
import type { JournalSystemPrincipal } from '#security/principal.js';
import { DataSource } from 'typeorm';
import { SenderRow } from './sender.row.js';

/** The registrations of journal systems, remembered for ten seconds. */
@Injectable()
export class SendersStore {
  private readonly remembered = new LRUCache<string, SenderRow>({ max: 1000, ttl: 10_000 });

  constructor(private readonly dataSource: DataSource) {}

  /** The caller's registration. The municipality is the token's: one that differs from the registration is refused. */
  async get({ clientId, municipality }: JournalSystemPrincipal): Promise<SenderRow> {
    const known = this.remembered.get(clientId) ?? (await this.find(clientId));
    if (!known) throw new RefusalError('SENDER_UNKNOWN');
    if (known.municipality !== municipality) throw new RefusalError('WRONG_TENANT');
    return known;
  }

  /** The file is the whole truth: who no longer stands in it may no longer send. */
  async replaceAll(senders: readonly SenderRow[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query('lock table sender in share row exclusive mode');
      await manager.query('delete from sender where client_id <> all ($1)', [senders.map(({ clientId }) => clientId)]);
      await manager.upsert(SenderRow, [...senders], ['clientId']);
    });
    this.remembered.clear();
  }

  /** Remembered from the moment it was read, however often it is asked for after that. */
  private async find(clientId: string): Promise<SenderRow | null> {
    const row = await this.dataSource.manager.findOneBy(SenderRow, { clientId });
    if (row) this.remembered.set(clientId, row);
    return row;
  }
}
