/** A row of the outbox as the relay reads it. */
export interface OutboxRow {
  sequence: string;
  eventId: string;
  type: string;
  /** Without prefix. */
  topic: string;
  key: string;
  municipality: string;
  subject: string | null;
  time: string;
  dataschema: string;
  /** JSON text. */
  data: string;
  traceparent: string | null;
  causationId: string | null;
  /** Others may have heard of it on an earlier day, from a database that was restored since. */
  again: boolean;
  /** When it was stored, by the database's clock: the same at every sending, which the inbox builds on. */
  recordedAt: string;
  /** No earlier row can appear any more: every transaction that may hold one has ended. */
  settled: boolean;
}
