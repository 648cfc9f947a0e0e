import type { Tx } from '#persistence/tx.js';

export interface RefusedEntry {
  readonly receiptId: string;
  readonly traceId: string | null;
  readonly municipality: string;
  readonly sourceSystem: string;
  readonly recordId: string | null;
  readonly code: string;
  readonly place: string | null;
  readonly format: string;
  readonly refusedAt: string;
}

export interface RefusedFilter {
  readonly municipality: string;
  readonly sourceSystem?: string | undefined;
  readonly code?: string | undefined;
  readonly limit: number;
  /** Receipt of the last one of the page before. */
  readonly after?: string | undefined;
}

/** One day of one sender and code. */
export interface RefusedCount {
  readonly sourceSystem: string;
  readonly code: string;
  /** Danish day, `2026-05-06`. */
  readonly day: string;
  readonly count: number;
  readonly place: string | null;
  readonly lastAt: string;
}

/** Refused entries: code and place, never a value. */
export class RefusedEntriesStore {
  async addAll(tx: Tx, entries: readonly RefusedEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.query(
      `INSERT INTO refused_entry
         (receipt_id, trace_id, municipality, source_system, record_id, code, place, format, refused_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::timestamptz[])
       ON CONFLICT DO NOTHING`,
      [
        entries.map((entry) => entry.receiptId),
        entries.map((entry) => entry.traceId),
        entries.map((entry) => entry.municipality),
        entries.map((entry) => entry.sourceSystem),
        entries.map((entry) => entry.recordId),
        entries.map((entry) => entry.code),
        entries.map((entry) => entry.place),
        entries.map((entry) => entry.format),
        entries.map((entry) => entry.refusedAt),
      ],
    );
  }

  /** The sender's own id leads to the child at the sender: it is forgotten with the child. */
  async forget(tx: Tx, traceIds: readonly string[]): Promise<void> {
    if (traceIds.length === 0) return;
    await tx.query('UPDATE refused_entry SET record_id = NULL WHERE trace_id = ANY($1)', [traceIds]);
  }

  /** Those of the municipality, newest first. */
  async list(tx: Tx, { municipality, sourceSystem, code, limit, after }: RefusedFilter): Promise<RefusedEntry[]> {
    const rows = await tx.query<Record<string, string | null> & { refused_at: Date }>(
      `SELECT * FROM refused_entry
       WHERE municipality = $1 AND ($2::text IS NULL OR source_system = $2) AND ($3::text IS NULL OR code = $3)
         AND ($4::uuid IS NULL OR (refused_at, receipt_id) <
           (SELECT before.refused_at, before.receipt_id FROM refused_entry AS before WHERE before.receipt_id = $4))
       ORDER BY refused_at DESC, receipt_id DESC LIMIT $5`,
      [municipality, sourceSystem ?? null, code ?? null, after ?? null, limit],
    );
    return rows.map((row) => ({
      receiptId: String(row['receipt_id']),
      traceId: row['trace_id'] ?? null,
      municipality: String(row['municipality']),
      sourceSystem: String(row['source_system']),
      recordId: row['record_id'] ?? null,
      code: String(row['code']),
      place: row['place'] ?? null,
      format: String(row['format']),
      refusedAt: row.refused_at.toISOString(),
    }));
  }

  /** How often each sender was refused for each code on each Danish day since then, with the place most often named and the last time. */
  async count(tx: Tx, municipality: string, since: string): Promise<RefusedCount[]> {
    const rows = await tx.query<{
      source_system: string;
      code: string;
      day: string;
      count: number;
      place: string | null;
      last_at: Date;
    }>(
      `WITH refused AS (
         SELECT source_system, code, place, refused_at, to_char(refused_at AT TIME ZONE 'Europe/Copenhagen', 'YYYY-MM-DD') AS day
         FROM refused_entry WHERE municipality = $1 AND refused_at >= $2)
       SELECT source_system, code, day, count(*)::int AS count, max(refused_at) AS last_at,
              (SELECT mode() WITHIN GROUP (ORDER BY often.place) FROM refused AS often
               WHERE often.source_system = refused.source_system AND often.code = refused.code) AS place
       FROM refused GROUP BY source_system, code, day ORDER BY source_system, code, day`,
      [municipality, since],
    );
    return rows.map((row) => ({
      sourceSystem: row.source_system,
      code: row.code,
      day: row.day,
      count: row.count,
      place: row.place,
      lastAt: row.last_at.toISOString(),
    }));
  }
}
