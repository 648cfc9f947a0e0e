import { randomUUID } from 'node:crypto';
import type { Tx } from '#persistence/tx.js';
import { envelopeRules } from './envelope.rules.js';
import type { OutboxHealth } from './outbox-health.js';
import type { OutboxBacklog } from './outbox-backlog.js';
import type { OutgoingEvent } from './outgoing-event.js';

const INSERT = `
  insert into outbox (event_id, type, topic, key, municipality, subject, time, dataschema, data, traceparent, causation_id)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                       $10::text[], $11::text[])`;

/** Well below what the broker takes; facts are codes and numbers, so a larger event is a mistake. */
const LARGEST_BYTES = 512_000;

/** Where events wait, in the transaction of the decision, until the relay has given them to the broker. */
export class Outbox {
  constructor(
    private readonly wake: () => void = () => undefined,
    private readonly backlog: Pick<OutboxBacklog, 'health'> | null = null,
  ) {}

  /**
   * Publishes with the transaction, in the order given; one statement however many. Throws when an event does not keep its contract,
   * which fails the transaction.
   */
  async append(tx: Tx, events: readonly OutgoingEvent[]): Promise<void> {
    if (events.length === 0) return;
    const columns: (string | null)[][] = Array.from({ length: 11 }, () => []);
    for (const event of events) {
      rowOf(event).forEach((value, column) => columns[column]!.push(value));
    }
    await tx.query(INSERT, columns);
    tx.afterCommit(this.wake);
  }

  /** How far publishing is behind, as of the last second or two. */
  health(): OutboxHealth {
    return this.backlog?.health() ?? { unsent: 0, oldestAgeSeconds: 0, accepting: true };
  }
}

function rowOf(event: OutgoingEvent): (string | null)[] {
  const { contract, key, municipality, time } = event;
  const id = event.id ?? randomUUID();
  const subject = event.subject ?? null;
  const causationId = event.causationId ?? null;
  const parts = { id, key, municipality, time, subject, causationId, traceparent: event.traceparent };
  for (const [part, value] of Object.entries(parts)) {
    if (value !== null && !envelopeRules[part as keyof typeof parts].test(value)) {
      throw new Error(`The ${part} of an event of type ${contract.type} is not allowed in an envelope`);
    }
  }
  const data = JSON.stringify(contract.parse(event.data));
  if (Buffer.byteLength(data) > LARGEST_BYTES) throw new Error(`An event of type ${contract.type} is too large`);
  return [
    id,
    contract.type,
    contract.topic,
    key,
    municipality,
    subject,
    time,
    contract.dataSchema,
    data,
    event.traceparent,
    causationId,
  ];
}
