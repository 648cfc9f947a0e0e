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

  /** Those of the municipality, newest first. */
  async list(tx: Tx, municipality: string, limit: number): Promise<RefusedEntry[]> {
    const rows = await tx.query<Record<string, string | null> & { refused_at: Date }>(
      'SELECT * FROM refused_entry WHERE municipality = $1 ORDER BY refused_at DESC, receipt_id LIMIT $2',
      [municipality, limit],
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
}
