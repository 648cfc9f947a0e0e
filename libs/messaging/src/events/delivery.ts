/** One event as it reaches a handler. */
export interface Delivery<T = unknown> {
  eventId: string;
  /** CloudEvents type with major version, such as `journal.entry.received.v1`. */
  type: string;
  /** Order is kept per key. */
  key: string;
  subject: string | null;
  municipality: string;
  /** When it happened by the sender's domain clock, ISO instant. */
  time: string;
  /** Already checked against the contract. */
  data: T;
  /** Of the span that handles this event: pass it on to the events that the handling causes. */
  traceparent: string | null;
  causationId: string | null;
  topic: string;
  partition: number;
  offset: number;
}
