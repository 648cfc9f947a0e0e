import type { Tx } from '#persistence/tx.js';
import type { ChainStart } from './chain-start.js';
import { chainCriteria, type ChainFilter } from './chain-filter.js';
import type { ChainStep } from './chain-step.js';
import { CHAIN_STATE, type ChainState } from './chain-state.sql.js';
import type { FoundChain } from './found-chain.js';

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
  state: ChainState;
}

const COLUMNS = `trace_id, municipality, receipt_id, source_system, record_id, ${CHAIN_STATE} AS state`;

/** Chains and their steps. Writing the same step twice changes nothing. */
export class ChainsStore {
  startAll(tx: Tx, starts: readonly (ChainStart & { startedAt: string })[]): void {
    if (starts.length === 0) return;
    tx.send(
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

  appendAll(tx: Tx, steps: readonly ChainStep[]): void {
    if (steps.length === 0) return;
    tx.send(
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

  /** The sender's own id leads to the child at the sender: it is forgotten with the child. */
  async forget(tx: Tx, traceIds: readonly string[]): Promise<void> {
    if (traceIds.length > 0) await tx.query('UPDATE chain SET record_id = NULL WHERE trace_id = ANY($1)', [traceIds]);
  }

  /** Those that are to be forgotten, whenever that was heard: topics have no order among each other. */
  async forgottenAmong(tx: Tx, traceIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ trace_id: string }>(
      `SELECT DISTINCT trace_id FROM chain_step WHERE name = 'trace.forgotten' AND trace_id = ANY($1)`,
      [traceIds],
    );
    return rows.map((row) => row.trace_id);
  }

  /** Newest chains first. */
  async find(tx: Tx, filter: ChainFilter): Promise<FoundChain[]> {
    const params: unknown[] = [];
    const criteria = chainCriteria(filter, params);
    const latestFirst = 'ORDER BY started_at DESC, trace_id DESC';
    // Put in order first, so that the state, which costs most, is asked only of as many as are shown, however many stopped.
    const inState =
      filter.state === undefined
        ? `chain WHERE ${criteria}`
        : `(SELECT * FROM chain WHERE ${criteria} ${latestFirst}) AS chain WHERE (${CHAIN_STATE}) = $${params.push(filter.state)}`;
    const rows = await tx.query<ChainRow>(
      `SELECT ${COLUMNS} FROM ${inState} ${latestFirst} LIMIT $${params.push(filter.limit)}`,
      params,
    );
    return rows.map(foundOf);
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

const foundOf = (row: ChainRow): FoundChain => ({
  traceId: row.trace_id,
  municipality: row.municipality,
  receiptId: row.receipt_id,
  sourceSystem: row.source_system,
  recordId: row.record_id,
  state: row.state,
});
