import type { EventContract } from '#contracts/event-contract.js';

/** An event to be published with the transaction that decided it. */
export interface OutgoingEvent {
  contract: EventContract<any>;
  /** Partition key: order is kept per key. The child id, where there is one. */
  key: string;
  municipality: string;
  /** CloudEvents `subject`: the child id, where there is one. */
  subject?: string | undefined;
  /** When it happened by the domain clock, ISO instant. */
  time: string;
  /** Checked against the contract. Codes, numbers, dates and ids only. */
  data: unknown;
  /** The trace that the event belongs to; pass on that of the delivery that caused it. */
  traceparent: string | null;
  /** Id of the event that caused this one. */
  causationId?: string | null | undefined;
  /** UUID; default: one that follows from the cause and the data, or a new one where there is no cause. */
  id?: string | undefined;
}
