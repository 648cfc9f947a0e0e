import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '#persistence/tx.js';

/** Five years, until a municipality decides: long enough to answer questions, and decided by risk (no law names a number any more). */
export const STANDARD_MONTHS = 60;

export interface LogPart {
  table: string;
  /** The first day of its month, `YYYY-MM-DD`. */
  month: string;
  municipality: string;
}

const PART = /^access_log_(\d{4})_(\d{2})_([A-Z0-9-]{1,16})$/;

/** How long each municipality keeps its access log, and the parts of the log that there are. */
@Injectable()
export class AccessLogRetentionStore {
  async months(tx: Tx, municipality: string): Promise<number> {
    return (await this.all(tx)).get(municipality) ?? STANDARD_MONTHS;
  }

  async all(tx: Tx): Promise<Map<string, number>> {
    const rows = await tx.query<{ municipality: string; months: number }>(
      'select municipality, months from access_log_retention',
    );
    return new Map(rows.map(({ municipality, months }) => [municipality, months]));
  }

  async set(
    tx: Tx,
    municipality: string,
    months: number,
    { at, by }: { at: Temporal.Instant; by: string },
  ): Promise<void> {
    await tx.query(
      `insert into access_log_retention (municipality, months, set_at, set_by) values ($1, $2, $3, $4)
       on conflict (municipality) do update set months = excluded.months, set_at = excluded.set_at, set_by = excluded.set_by`,
      [municipality, months, at.toString(), by],
    );
  }

  async parts(tx: Tx): Promise<LogPart[]> {
    const rows = await tx.query<{ table: string }>(
      `select leaf.relname as table from pg_inherits whole join pg_inherits part on part.inhparent = whole.inhrelid
       join pg_class leaf on leaf.oid = part.inhrelid where whole.inhparent = 'access_log'::regclass`,
    );
    return rows.flatMap(({ table }) => {
      const [, year, month, municipality] = PART.exec(table) ?? [];
      return municipality ? [{ table, month: `${year}-${month}-01`, municipality }] : [];
    });
  }

  /** The part leaves as a whole; the month's table with its last part. Waits a moment at most for those who read. */
  async drop(tx: Tx, { table }: LogPart): Promise<void> {
    await tx.query(`set local lock_timeout = '2s'`);
    await tx.query(`select pg_advisory_xact_lock(hashtext('access_log_part'))`);
    await tx.query(`drop table if exists "${table}"`);
    const whole = table.slice(0, 'access_log_0000_00'.length);
    const [left] = await tx.query(`select from pg_inherits where inhparent = to_regclass($1)`, [whole]);
    if (!left) await tx.query(`drop table if exists ${whole}`);
  }
}
