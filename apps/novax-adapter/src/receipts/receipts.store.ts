import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JournalEntryRow } from '../intake/journal-entry.row.js';
import { RefusedEntryRow } from '../intake/refused-entry.row.js';
import type { SenderRow } from '../senders/sender.row.js';

/** Receipts of what a sender handed in, taken or refused. */
@Injectable()
export class ReceiptsStore {
  constructor(private readonly dataSource: DataSource) {}

  findEntry(receiptId: string, { municipality, sourceSystem }: SenderRow): Promise<JournalEntryRow | null> {
    return this.dataSource.manager.findOneBy(JournalEntryRow, { receiptId, municipality, sourceSystem });
  }

  findRefusal(receiptId: string, { municipality, sourceSystem }: SenderRow): Promise<RefusedEntryRow | null> {
    return this.dataSource.manager.findOneBy(RefusedEntryRow, { receiptId, municipality, sourceSystem });
  }
}
