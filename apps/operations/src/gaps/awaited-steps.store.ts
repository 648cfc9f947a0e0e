import type { Tx } from '#persistence/tx.js';
import type { AwaitedStep, EndedStep } from './awaited-steps.rules.js';
import type { FoundGap } from './gap.js';
import type { GapChoice } from './gap-choice.js';
import type { GapCloseCode } from './gap-close-codes.js';

/** An operator's word that nobody need wait any more. */
interface ByHand {
  readonly at: string;
  readonly by: string;
  readonly code: GapCloseCode;
  readonly reason: string;
}

interface GapRow {
  trace_id: string;
  municipality: string;
  step: string;
  letter_id: string | null;
  since: Date;
  due_at: Date;
  gap_detected_at: Date;
  ended_at: Date | null;
  closed_at: Date | null;
  closed_by: string | null;
  close_code: GapCloseCode | null;
  close_reason: string | null;
}

const COLUMNS = `trace_id, municipality, step, letter_id, since, due_at, gap_detected_at, ended_at,
  closed_at, closed_by, close_code, close_reason`;
/** Of what is found to be late: nobody waits for it any more. */
const IS_CLOSED = '(ended_at IS NOT NULL OR closed_at IS NOT NULL)';
/** The chosen gaps of the municipality, as `$1` to `$4`. */
const CHOSEN = `trace_id = $1 AND step = $2 AND municipality = $3 AND ($4::uuid IS NULL OR letter_id = $4)
  AND gap_detected_at IS NOT NULL AND ended_at IS NULL`;

/** Steps that are due, each in its chain: a letter that changed its reason stands in two. */
export class AwaitedStepsStore {
  /** One that has ended already, because its end was heard first, stays ended. */
  expect(tx: Tx, steps: readonly AwaitedStep[]): void {
    if (steps.length === 0) return;
    tx.send(
      `INSERT INTO awaited_step (step, about, trace_id, municipality, letter_id, since, due_at)
       SELECT DISTINCT ON (s, a, CASE WHEN first_only THEN '' ELSE t END) s, a, t, m, l, b, d
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[], $7::timestamptz[], $8::boolean[])
         AS given(s, a, t, m, l, b, d, first_only)
       WHERE NOT first_only OR NOT EXISTS (SELECT FROM awaited_step WHERE step = s AND about = a)
       ORDER BY s, a, CASE WHEN first_only THEN '' ELSE t END, b
       ON CONFLICT (step, about, trace_id) DO NOTHING`,
      [...columnsOf(steps), steps.map(({ dueAt }) => dueAt), steps.map(({ firstOnly }) => firstOnly)],
    );
  }

  /** The end may be heard before what it ends, and a letter may end twice. */
  end(tx: Tx, steps: readonly EndedStep[]): void {
    if (steps.length === 0) return;
    tx.send(
      `INSERT INTO awaited_step (step, about, trace_id, municipality, letter_id, since, due_at, ended_at)
       SELECT DISTINCT ON (s, a, t) s, a, t, m, l, b, e, e
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[], $7::timestamptz[])
         AS given(s, a, t, m, l, b, e) ORDER BY s, a, t, e
       ON CONFLICT (step, about, trace_id) DO UPDATE SET ended_at = coalesce(awaited_step.ended_at, excluded.ended_at)`,
      [...columnsOf(steps), steps.map(({ endedAt }) => endedAt)],
    );
  }

  /** Nothing is due any more in these chains, and by which of the sender's ids it was known is forgotten. */
  async forget(tx: Tx, traceIds: readonly string[]): Promise<void> {
    if (traceIds.length > 0) await tx.query('DELETE FROM awaited_step WHERE trace_id = ANY($1)', [traceIds]);
  }

  /** Whether anything is over its time that was not told of. */
  async isAnyDue(tx: Tx, now: string): Promise<boolean> {
    const [due] = await tx.query(
      'SELECT FROM awaited_step WHERE ended_at IS NULL AND gap_detected_at IS NULL AND due_at <= $1 LIMIT 1',
      [now],
    );
    return due !== undefined;
  }

  /** Marks what was due before the moment until which its topics were heard, so that each is told of once whoever looks. */
  async markGaps(
    tx: Tx,
    now: string,
    heard: readonly { readonly step: string; readonly until: string }[],
  ): Promise<FoundGap[]> {
    const rows = await tx.query<GapRow>(
      `UPDATE awaited_step SET gap_detected_at = $1
       WHERE (step, about, trace_id) IN (
         SELECT step, about, trace_id FROM awaited_step JOIN unnest($2::text[], $3::timestamptz[]) AS heard (step, until) USING (step)
         WHERE ended_at IS NULL AND gap_detected_at IS NULL AND due_at <= $1 AND due_at <= until
         ORDER BY due_at LIMIT 500 FOR UPDATE OF awaited_step SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [now, heard.map(({ step }) => step), heard.map(({ until }) => until)],
    );
    return rows.map(gapOf);
  }

  /** How many chains stand before each step, late and not gone on since. */
  async countGaps(tx: Tx): Promise<{ step: string; gaps: number }[]> {
    return tx.query(
      `SELECT step, count(*)::int AS gaps FROM awaited_step
       WHERE NOT ${IS_CLOSED} AND gap_detected_at IS NOT NULL GROUP BY step`,
    );
  }

  /** Latest first, of one municipality; `skip` as many. */
  async list(
    tx: Tx,
    municipality: string,
    { state, limit, skip = 0 }: { state: 'open' | 'closed'; limit: number; skip?: number },
  ): Promise<FoundGap[]> {
    // In so many words, so that the index of open ones is found.
    const rows = await tx.query<GapRow>(
      `SELECT ${COLUMNS} FROM awaited_step
       WHERE gap_detected_at IS NOT NULL AND ${state === 'closed' ? '' : 'NOT'} ${IS_CLOSED} AND municipality = $1
       ORDER BY gap_detected_at DESC, trace_id, step, about LIMIT $2 OFFSET $3`,
      [municipality, limit, skip],
    );
    return rows.map(gapOf);
  }

  /** Answers how many were open and are closed now. */
  async closeByHand(tx: Tx, municipality: string, gap: GapChoice, { at, by, code, reason }: ByHand): Promise<number> {
    const closed = await tx.query(
      `UPDATE awaited_step SET closed_at = $5, closed_by = $6, close_code = $7, close_reason = $8
       WHERE ${CHOSEN} AND closed_at IS NULL RETURNING step`,
      [...chosen(municipality, gap), at, by, code, reason],
    );
    return closed.length;
  }

  /** Answers how many were closed by hand and are open again. */
  async reopen(tx: Tx, municipality: string, gap: GapChoice): Promise<number> {
    const opened = await tx.query(
      `UPDATE awaited_step SET closed_at = NULL, closed_by = NULL, close_code = NULL, close_reason = NULL
       WHERE ${CHOSEN} AND closed_at IS NOT NULL RETURNING step`,
      chosen(municipality, gap),
    );
    return opened.length;
  }

  async gapsOf(tx: Tx, traceIds: readonly string[]): Promise<FoundGap[]> {
    // Told apart here: asked for gaps alone, PostgreSQL may read all that there ever were instead of the steps of these chains.
    const rows = await tx.query<Omit<GapRow, 'gap_detected_at'> & { gap_detected_at: Date | null }>(
      `SELECT ${COLUMNS} FROM awaited_step WHERE trace_id = ANY($1) ORDER BY since, step`,
      [traceIds],
    );
    return rows.filter((row): row is GapRow => row.gap_detected_at !== null).map(gapOf);
  }
}

const chosen = (municipality: string, { traceId, step, letterId }: GapChoice): unknown[] => [
  traceId,
  step,
  municipality,
  letterId ?? null,
];

function columnsOf(steps: readonly Omit<AwaitedStep, 'dueAt' | 'firstOnly'>[]): unknown[] {
  return [
    steps.map(({ step }) => step),
    steps.map(({ about }) => about),
    steps.map(({ traceId }) => traceId),
    steps.map(({ municipality }) => municipality),
    steps.map(({ letterId }) => letterId),
    steps.map(({ since }) => since),
  ];
}

const gapOf = (row: GapRow): FoundGap => ({
  traceId: row.trace_id,
  municipality: row.municipality,
  step: row.step,
  letterId: row.letter_id,
  since: row.since.toISOString(),
  dueAt: row.due_at.toISOString(),
  detectedAt: row.gap_detected_at.toISOString(),
  closedAt: (row.closed_at ?? row.ended_at)?.toISOString() ?? null,
  cameAt: row.ended_at?.toISOString() ?? null,
  byHand: row.closed_at === null ? null : { who: row.closed_by!, code: row.close_code!, reason: row.close_reason! },
});
