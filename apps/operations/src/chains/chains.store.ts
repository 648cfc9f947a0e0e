import type { Tx } from '#persistence/tx.js';
import type { ChainStart } from './chain-start.js';
import type { ChainStep } from './chain-step.js';

export interface ChainFilter {
  readonly municipality: string | null;
  readonly recordId: string | null;
  readonly receiptId: string | null;
  readonly letterId: string | null;
  readonly limit: number;
}

interface StepRow {
  trace_id: string;
  event_id: string;
  name: string;
  service: string;
  occurred_at: Date;
  rank: number;
  letter_id: string | null;
  channel: string | null;
  code: string | null;
  tries: number | null;
  failed_tries: { at: string; code: string }[];
  late: boolean;
  level: string | null;
}

interface ChainRow {
  trace_id: string;
  municipality: string;
  receipt_id: string;
  source_system: string;
  record_id: string | null;
}

/** Chains and their steps. Writing the same step twice changes nothing. */
export class ChainsStore {
  async startAll(tx: Tx, starts: readonly (ChainStart & { startedAt: string })[]): Promise<void> {
    if (starts.length === 0) return;
    await tx.query(
      `INSERT INTO chain (trace_id, municipality, receipt_id, source_system, record_id, started_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])
       ON CONFLICT DO NOTHING`,
      [
        starts.map((start) => start.traceId),
        starts.map((start) => start.municipality),
        starts.map((start) => start.receiptId),
        starts.map((start) => start.sourceSystem),
        starts.map((start) => start.recordId),
        starts.map((start) => start.startedAt),
      ],
    );
  }

  async appendAll(tx: Tx, steps: readonly ChainStep[]): Promise<void> {
    if (steps.length === 0) return;
    await tx.query(
      `INSERT INTO chain_step
         (trace_id, event_id, name, service, occurred_at, rank, letter_id, channel, code, tries, failed_tries, late, level)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::smallint[], $7::uuid[],
         $8::text[], $9::text[], $10::smallint[], $11::jsonb[], $12::boolean[], $13::text[])
       ON CONFLICT DO NOTHING`,
      [
        steps.map((step) => step.traceId),
        steps.map((step) => step.eventId),
        steps.map((step) => step.name),
        steps.map((step) => step.service),
        steps.map((step) => step.occurredAt),
        steps.map((step) => step.rank),
        steps.map((step) => step.letterId),
        steps.map((step) => step.channel),
        steps.map((step) => step.code),
        steps.map((step) => step.tries),
        steps.map((step) => JSON.stringify(step.failedTries)),
        steps.map((step) => step.late),
        steps.map((step) => step.level),
      ],
    );
  }

  /** Newest chains first. */
  async find(tx: Tx, filter: ChainFilter): Promise<ChainStart[]> {
    const rows = await tx.query<ChainRow>(
      `SELECT trace_id, municipality, receipt_id, source_system, record_id FROM chain
       WHERE ($1::text IS NULL OR municipality = $1) AND ($2::text IS NULL OR record_id = $2)
         AND ($3::uuid IS NULL OR receipt_id = $3)
         AND ($4::uuid IS NULL OR trace_id IN (SELECT trace_id FROM chain_step WHERE letter_id = $4))
       ORDER BY started_at DESC LIMIT $5`,
      [filter.municipality, filter.recordId, filter.receiptId, filter.letterId, filter.limit],
    );
    return rows.map(startOf);
  }

  async findByTrace(tx: Tx, traceId: string): Promise<ChainStart | null> {
    const rows = await tx.query<ChainRow>(
      'SELECT trace_id, municipality, receipt_id, source_system, record_id FROM chain WHERE trace_id = $1',
      [traceId],
    );
    return rows[0] ? startOf(rows[0]) : null;
  }

  async stepsOf(tx: Tx, traceIds: readonly string[]): Promise<ChainStep[]> {
    const rows = await tx.query<StepRow>('SELECT * FROM chain_step WHERE trace_id = ANY($1)', [traceIds]);
    return rows.map((row) => ({
      traceId: row.trace_id,
      eventId: row.event_id,
      name: row.name,
      service: row.service,
      occurredAt: row.occurred_at.toISOString(),
      rank: row.rank,
      letterId: row.letter_id,
      channel: row.channel,
      code: row.code,
      tries: row.tries,
      failedTries: row.failed_tries,
      late: row.late,
      level: row.level,
    }));
  }
}

const startOf = (row: ChainRow): ChainStart => ({
  traceId: row.trace_id,
  municipality: row.municipality,
  receiptId: row.receipt_id,
  sourceSystem: row.source_system,
  recordId: row.record_id,
});
