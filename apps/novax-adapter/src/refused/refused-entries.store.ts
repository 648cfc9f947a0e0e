import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RefusedEntryRow } from '../intake/refused-entry.row.js';
import type { SenderRow } from '../senders/sender.row.js';

export interface RefusedPage {
  readonly code?: string | undefined;
  readonly limit: number;
  /** Receipt of the last one of the page before. */
  readonly after?: string | undefined;
}

export interface RefusedCount {
  readonly code: string;
  /** Danish day, `2026-05-06`. */
  readonly day: string;
  readonly count: number;
}

const OF_SENDER = 'municipality = $1 and source_system = $2';

/** The refusals of one sender; there is no way to those of another. */
@Injectable()
export class RefusedEntriesStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  list({ municipality, sourceSystem }: SenderRow, { code, limit, after }: RefusedPage): Promise<RefusedRow[]> {
    return this.dataSource.query(
      `select receipt_id as "receiptId", format, record_id as "recordId", code, place, refused_at as "refusedAt", trace_id as "traceId"
         from refused_entry
        where ${OF_SENDER} and ($3::text is null or code = $3)
          and ($4::uuid is null or (refused_at, receipt_id) < (
            select before.refused_at, before.receipt_id from refused_entry as before
             where before.municipality = $1 and before.source_system = $2 and before.receipt_id = $4))
        order by refused_at desc, receipt_id desc limit $5`,
      [municipality, sourceSystem, code ?? null, after ?? null, limit],
    );
  }

  /** How often for each code on each day since then. */
  count({ municipality, sourceSystem }: SenderRow, since: string): Promise<RefusedCount[]> {
    return this.dataSource.query(
      `select code, to_char(refused_at at time zone 'Europe/Copenhagen', 'YYYY-MM-DD') as day, count(*)::int as count
         from refused_entry where ${OF_SENDER} and refused_at >= $3 group by 1, 2 order by 1, 2`,
      [municipality, sourceSystem, since],
    );
  }
}

type RefusedRow = Pick<
  RefusedEntryRow,
  'receiptId' | 'format' | 'recordId' | 'code' | 'place' | 'refusedAt' | 'traceId'
>;
