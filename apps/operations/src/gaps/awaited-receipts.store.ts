import type { Tx } from '#persistence/tx.js';

interface Submitted {
  readonly letterId: string;
  readonly traceId: string;
  readonly municipality: string;
  readonly submittedAt: string;
}

interface Ended {
  readonly letterId: string;
  readonly traceId: string;
  readonly municipality: string;
  readonly endedAt: string;
}

/** Letters that the channel has accepted and whose receipt is awaited, each in its chain: a letter that changed its reason stands in two. */
export class AwaitedReceiptsStore {
  async expect(tx: Tx, letters: readonly Submitted[]): Promise<void> {
    if (letters.length === 0) return;
    await tx.query(
      `INSERT INTO awaited_receipt (letter_id, trace_id, municipality, submitted_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[])
       ON CONFLICT (letter_id, trace_id) DO NOTHING`,
      [
        letters.map((letter) => letter.letterId),
        letters.map((letter) => letter.traceId),
        letters.map((letter) => letter.municipality),
        letters.map((letter) => letter.submittedAt),
      ],
    );
  }

  /** A receipt, a failure or a cancellation ends the waiting; it may be read before the submission it answers, and a letter may end twice. */
  async end(tx: Tx, letters: readonly Ended[]): Promise<void> {
    if (letters.length === 0) return;
    await tx.query(
      `INSERT INTO awaited_receipt (letter_id, trace_id, municipality, submitted_at, ended_at)
       SELECT DISTINCT ON (l, t) l, t, m, e, e
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS given(l, t, m, e) ORDER BY l, t, e
       ON CONFLICT (letter_id, trace_id) DO UPDATE SET ended_at = coalesce(awaited_receipt.ended_at, excluded.ended_at)`,
      [
        letters.map((letter) => letter.letterId),
        letters.map((letter) => letter.traceId),
        letters.map((letter) => letter.municipality),
        letters.map((letter) => letter.endedAt),
      ],
    );
  }

  /** How many receipts were missed and have not come since. */
  async countGaps(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ gaps: number }>(
      'SELECT count(*)::int AS gaps FROM awaited_receipt WHERE ended_at IS NULL AND gap_detected_at IS NOT NULL',
    );
    return row!.gaps;
  }

  /** Marks every letter submitted before `limit` and still without a receipt; each is given back once only. */
  async markGaps(tx: Tx, limit: string, now: string): Promise<Submitted[]> {
    const rows = await tx.query<{ letter_id: string; trace_id: string; municipality: string; submitted_at: Date }>(
      `UPDATE awaited_receipt SET gap_detected_at = $2
       WHERE (letter_id, trace_id) IN (
         SELECT letter_id, trace_id FROM awaited_receipt
         WHERE ended_at IS NULL AND gap_detected_at IS NULL AND submitted_at <= $1
         ORDER BY submitted_at LIMIT 500 FOR UPDATE SKIP LOCKED)
       RETURNING letter_id, trace_id, municipality, submitted_at`,
      [limit, now],
    );
    return rows.map((row) => ({
      letterId: row.letter_id,
      traceId: row.trace_id,
      municipality: row.municipality,
      submittedAt: row.submitted_at.toISOString(),
    }));
  }
}
