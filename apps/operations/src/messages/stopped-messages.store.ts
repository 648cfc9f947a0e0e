import type { Tx } from '#persistence/tx.js';

export interface StoppedMessage {
  readonly eventId: string;
  readonly consumer: string;
  readonly municipality: string;
  readonly service: string;
  readonly kind: 'parked' | 'dead_lettered';
  readonly eventType: string;
  readonly errorClass: string;
  readonly code: string;
  readonly attempts: number;
  readonly traceId: string | null;
  readonly seenAt: string;
}

/** Events that stood still when last heard of, of one service and municipality. */
export interface OpenStops {
  readonly service: string;
  readonly municipality: string;
  readonly events: readonly { readonly eventId: string; readonly traceId: string; readonly seenAt: string }[];
}

const OPEN = 'ended_at IS NULL AND trace_id IS NOT NULL';

/** Events that a consumer of the hub parked or laid among its dead letters. */
export class StoppedMessagesStore {
  /** What is told again is discarded no longer, however it stood still before. */
  async addAll(tx: Tx, messages: readonly StoppedMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await tx.query(
      `INSERT INTO stopped_message
         (event_id, consumer, municipality, service, kind, event_type, error_class, code, attempts, trace_id, seen_at)
       SELECT DISTINCT ON (event_id, consumer, kind) *
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::int[], $10::text[], $11::timestamptz[])
         AS given(event_id, consumer, municipality, service, kind, event_type, error_class, code, attempts, trace_id, seen_at)
       ORDER BY event_id, consumer, kind, attempts DESC
       ON CONFLICT (event_id, consumer, kind) DO UPDATE SET attempts = excluded.attempts, error_class = excluded.error_class, code = excluded.code,
         seen_at = excluded.seen_at, ended_at = NULL, is_discarded = false`,
      [
        messages.map((message) => message.eventId),
        messages.map((message) => message.consumer),
        messages.map((message) => message.municipality),
        messages.map((message) => message.service),
        messages.map((message) => message.kind),
        messages.map((message) => message.eventType),
        messages.map((message) => message.errorClass),
        messages.map((message) => message.code),
        messages.map((message) => message.attempts),
        messages.map((message) => message.traceId),
        messages.map((message) => message.seenAt),
      ],
    );
    await tx.query(
      `UPDATE stopped_message AS stopped SET is_discarded = false FROM unnest($1::text[], $2::text[]) AS told(event_id, consumer)
       WHERE stopped.event_id = told.event_id AND stopped.consumer = told.consumer AND stopped.is_discarded`,
      [messages.map((message) => message.eventId), messages.map((message) => message.consumer)],
    );
  }

  /** Newest first, of one municipality. */
  async list(tx: Tx, municipality: string, limit: number): Promise<StoppedMessage[]> {
    const rows = await tx.query<{
      event_id: string;
      consumer: string;
      municipality: string;
      service: string;
      kind: 'parked' | 'dead_lettered';
      event_type: string;
      error_class: string;
      code: string;
      attempts: number;
      trace_id: string | null;
      seen_at: Date;
    }>('SELECT * FROM stopped_message WHERE municipality = $1 ORDER BY seen_at DESC, event_id LIMIT $2', [
      municipality,
      limit,
    ]);
    return rows.map((row) => ({
      eventId: row.event_id,
      consumer: row.consumer,
      municipality: row.municipality,
      service: row.service,
      kind: row.kind,
      eventType: row.event_type,
      errorClass: row.error_class,
      code: row.code,
      attempts: row.attempts,
      traceId: row.trace_id,
      seenAt: row.seen_at.toISOString(),
    }));
  }

  /** What is to be asked about, longest not asked first: so many events of each service and municipality. */
  async open(tx: Tx, ofEach: number): Promise<OpenStops[]> {
    const rows = await tx.query<{ service: string; municipality: string; events: OpenStops['events'] }>(
      // From each service and municipality to the next, without reading what is between.
      `WITH RECURSIVE place AS (
         (SELECT service, municipality FROM stopped_message WHERE ${OPEN} ORDER BY service, municipality LIMIT 1)
         UNION ALL
         SELECT next.service, next.municipality FROM place, LATERAL (
           SELECT service, municipality FROM stopped_message
           WHERE ${OPEN} AND (service, municipality) > (place.service, place.municipality)
           ORDER BY service, municipality LIMIT 1) AS next)
       SELECT place.service, place.municipality,
              json_agg(json_build_object('eventId', event_id, 'traceId', trace_id, 'seenAt', seen_at::text)) AS events
       FROM place, LATERAL (
         SELECT event_id, trace_id, seen_at FROM stopped_message
         WHERE ${OPEN} AND service = place.service AND municipality = place.municipality
         ORDER BY checked_at NULLS FIRST, event_id LIMIT $1) AS event
       GROUP BY place.service, place.municipality`,
      [ofEach],
    );
    return rows;
  }

  /**
   * Those of the events that do not stand still any more have gone on, or were discarded, as the service says. One that was told anew meanwhile
   * is left as it is.
   */
  async settle(
    tx: Tx,
    { service, municipality, events }: OpenStops,
    { still, discarded }: { readonly still: readonly string[]; readonly discarded: readonly string[] },
    now: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE stopped_message AS stopped
       SET checked_at = $6, ended_at = CASE WHEN stopped.event_id = ANY($5) THEN NULL ELSE $6::timestamptz END,
           is_discarded = stopped.event_id = ANY($7) AND NOT stopped.event_id = ANY($5)
       FROM unnest($3::text[], $4::timestamptz[]) AS asked(event_id, seen_at)
       WHERE stopped.service = $1 AND stopped.municipality = $2 AND stopped.ended_at IS NULL
         AND stopped.event_id = asked.event_id AND stopped.seen_at = asked.seen_at`,
      [
        service,
        municipality,
        events.map(({ eventId }) => eventId),
        events.map(({ seenAt }) => seenAt),
        still,
        now,
        discarded,
      ],
    );
  }
}
