import { randomUUID } from 'node:crypto';
import { namedUuid } from '#contracts/named-uuid.js';
import type { Tx } from '#persistence/tx.js';
import { envelopeRules } from '../events/envelope.rules.js';
import { freshCauses } from './fresh-causes.js';
import type { OutboxHealth } from './outbox-health.js';
import type { OutboxBacklog } from './outbox-backlog.js';
import type { OutgoingEvent } from '../events/outgoing-event.js';

const INSERT = `
  insert into outbox (event_id, type, topic, key, municipality, subject, time, dataschema, data, traceparent, causation_id, again)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                       $10::text[], $11::text[], $12::boolean[])`;

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
   * which fails the transaction. What another event caused gets an id that follows from it: when the cause is handled again in a database
   * that was restored to before, others hear of the same effect once.
   */
  async append(tx: Tx, events: readonly OutgoingEvent[]): Promise<void> {
    if (events.length === 0) return;
    const columns: (string | null)[][] = Array.from({ length: 12 }, () => []);
    const given = new Map<string, number>();
    for (const event of events) {
      const again = mayBeAgain(tx, event) ? 'true' : 'false';
      [...rowOf(event, given), again].forEach((value, column) => columns[column]!.push(value));
    }
    tx.send(INSERT, columns);
    tx.afterCommit(this.wake);
  }

  /** How far publishing is behind, as of the last second or two. */
  health(): OutboxHealth {
    return this.backlog?.health() ?? { unsent: 0, oldestAgeSeconds: 0, accepting: true };
  }
}

/** `given`: how often each cause was named for the same effect in this statement. */
function rowOf(event: OutgoingEvent, given: Map<string, number>): (string | null)[] {
  const { contract, key, municipality, time } = event;
  const data = JSON.stringify(contract.parse(event.data));
  const subject = event.subject ?? null;
  const causationId = event.causationId ?? null;
  const id =
    event.id ?? (causationId === null ? randomUUID() : idOfEffect([causationId, contract.type, key, data], given));
  const parts = { id, key, municipality, time, subject, causationId, traceparent: event.traceparent };
  for (const [part, value] of Object.entries(parts)) {
    if (value !== null && !envelopeRules[part as keyof typeof parts].test(value)) {
      throw new Error(`The ${part} of an event of type ${contract.type} is not allowed in an envelope`);
    }
  }
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

/** An effect of an event that this transaction does not handle, or of one that is older than today. */
function mayBeAgain(tx: Tx, { id, causationId }: OutgoingEvent): boolean {
  return id === undefined && typeof causationId === 'string' && !freshCauses.has(tx, causationId);
}

function idOfEffect(effect: string[], given: Map<string, number>): string {
  const name = effect.join('\0');
  const nth = given.get(name) ?? 0;
  given.set(name, nth + 1);
  return namedUuid('event', ...effect, String(nth));
}
