import type { Tx } from '#persistence/tx.js';
import type { ReceivedSpan } from './received-span.js';

/** A picture of more would say nothing to a person. */
const MOST_OF_A_TRACE = 2_000;

interface SpanRow {
  trace_id: string;
  span_id: string;
  parent_id: string | null;
  service: string;
  name: string;
  start_us: string;
  took_us: string;
  failed: boolean;
}

/** Spans of the last hours. One that comes again is kept once. */
export class ReceivedSpansStore {
  async addAll(tx: Tx, spans: readonly ReceivedSpan[]): Promise<void> {
    if (spans.length === 0) return;
    await tx.query(
      `INSERT INTO received_span (trace_id, span_id, parent_id, service, name, start_us, took_us, failed)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::boolean[])
       ON CONFLICT DO NOTHING`,
      [
        spans.map(({ traceId }) => traceId),
        spans.map(({ spanId }) => spanId),
        spans.map(({ parentId }) => parentId),
        spans.map(({ service }) => service),
        spans.map(({ name }) => name),
        spans.map(({ startUs }) => startUs),
        spans.map(({ tookUs }) => tookUs),
        spans.map(({ failed }) => failed),
      ],
    );
  }

  async ofTrace(tx: Tx, traceId: string): Promise<ReceivedSpan[]> {
    const rows = await tx.query<SpanRow>(
      'SELECT * FROM received_span WHERE trace_id = $1 ORDER BY start_us, span_id LIMIT $2',
      [traceId, MOST_OF_A_TRACE],
    );
    return rows.map((row) => ({
      traceId: row.trace_id,
      spanId: row.span_id,
      parentId: row.parent_id,
      service: row.service,
      name: row.name,
      startUs: Number(row.start_us),
      tookUs: Number(row.took_us),
      failed: row.failed,
    }));
  }

  async dropOlderThan(tx: Tx, hours: number): Promise<void> {
    await tx.query('DELETE FROM received_span WHERE received_at < now() - make_interval(hours => $1)', [hours]);
  }
}
