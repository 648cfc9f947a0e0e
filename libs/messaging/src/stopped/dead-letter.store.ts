import { createHash } from 'node:crypto';
import type { Tx } from '#persistence/tx.js';
import type { ClassifiedError } from '../handling/classify-error.js';
import { envelopeRules } from '../events/envelope.rules.js';
import { storedHeaders, type Parcel } from '../events/parcel.js';
import type { RedactedError } from './redact-error.js';

export interface QueuedLetter {
  id: string;
  position: string;
  eventId: string;
  key: string;
  parcel: Parcel;
}

/** What is told of a dead letter outside its table: ids, type and code. Whatever does not look like one is replaced. */
export interface LetterIdentity {
  eventId: string;
  type: string;
  key: string;
  municipality: string | null;
  subject: string | null;
  traceparent: string | null;
}

/** Of a letter whose key cannot be read. */
const NO_KEY = 'unknown';

/** Events that could not be handled, kept whole with the reason until an operator replays or discards them. */
export class DeadLetterStore {
  constructor(private readonly consumer: string) {}

  /**
   * Keeps the parcel and answers the letter's id; null when it is here already, from an earlier delivery. One that was replayed to the end of a parked child's queue, and
   * died there, is open again.
   */
  async bury(
    tx: Tx,
    parcel: Parcel,
    { errorClass, code }: ClassifiedError,
    error: RedactedError,
    attempts: number,
  ): Promise<string | null> {
    const { eventId, type, key, municipality } = identityOf(parcel);
    const [letter] = await tx.query<{ id: string }>(
      `insert into dead_letter (consumer, identity, event_id, type, key, municipality, topic, partition, broker_offset, headers,
                                payload, error_class, code, error, attempts)
       values ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       on conflict (consumer, identity) do update
         set state = 'open', state_since = now(), died_at = now(), error_class = excluded.error_class, code = excluded.code,
             error = excluded.error, attempts = dead_letter.attempts + excluded.attempts
         where dead_letter.state = 'replayed'
       returning id`,
      [
        this.consumer,
        eventId,
        type,
        key,
        municipality,
        parcel.topic,
        parcel.partition,
        parcel.offset,
        storedHeaders(parcel),
        parcel.payload,
        errorClass,
        code,
        JSON.stringify(error),
        attempts,
      ],
    );
    return letter?.id ?? null;
  }

  /** Letters that wait for their replay, in the order of their death. */
  async queued(tx: Pick<Tx, 'query'>, limit: number): Promise<{ id: string; key: string }[]> {
    return tx.query<{ id: string; key: string }>(
      `select id, key from dead_letter where state = 'queued' and consumer = $1 order by position limit $2`,
      [this.consumer, limit],
    );
  }

  /** The letter, locked for its replay; null when it is no longer queued or another instance has it. */
  async take(tx: Tx, id: string): Promise<QueuedLetter | null> {
    const [row] = await tx.query(
      `select id, position, event_id as "eventId", key, topic, partition, broker_offset, headers, payload
         from dead_letter
        where consumer = $1 and id = $2 and state = 'queued'
        for update skip locked`,
      [this.consumer, id],
    );
    if (!row) return null;
    const { position, eventId, key, topic, partition, headers, payload } = row;
    const parcel = { topic, partition, offset: Number(row.broker_offset), key, headers, payload };
    return { id, position, eventId, key, parcel };
  }

  async replayed(tx: Tx, id: string): Promise<void> {
    await tx.query(`update dead_letter set state = 'replayed', state_since = now() where id = $1`, [id]);
  }

  /**
   * The replay failed: the letter and the later ones of its key are open again, so that their order holds. False when the letter is no
   * longer queued: since the failed transaction let go of it another instance has replayed it, or an operator has stopped it. Letters without
   * a key that can be read have no order among each other, and may be those of other municipalities.
   */
  async failedAgain(
    tx: Tx,
    letter: QueuedLetter,
    { errorClass, code }: ClassifiedError,
    error: RedactedError,
  ): Promise<boolean> {
    const reopened = await tx.query(
      `update dead_letter set state = 'open', state_since = now(), attempts = attempts + 1, error_class = $2, code = $3, error = $4
        where id = $1 and state = 'queued' returning id`,
      [letter.id, errorClass, code, JSON.stringify(error)],
    );
    if (reopened.length === 0) return false;
    if (letter.key === NO_KEY) return true;
    await tx.query(
      `update dead_letter set state = 'open', state_since = now()
        where consumer = $1 and key = $2 and state = 'queued' and position > $3`,
      [this.consumer, letter.key, letter.position],
    );
    return true;
  }
}

/** An event without an id of its own is known by where it lay and what it held. */
export function identityOf(parcel: Parcel): LetterIdentity {
  const { headers } = parcel;
  return {
    eventId: matching(headers['ce_id'], envelopeRules.id) ?? fingerprint(parcel),
    type: matching(headers['ce_type'], /^[\w.-]{1,128}$/) ?? 'unknown',
    key: matching(headers['ce_partitionkey'] ?? parcel.key ?? undefined, /^[\w:.-]{1,128}$/) ?? NO_KEY,
    municipality: matching(headers['ce_municipality'], envelopeRules.municipality),
    subject: matching(headers['ce_subject'], envelopeRules.subject),
    traceparent: matching(headers['traceparent'], envelopeRules.traceparent),
  };
}

function matching(text: string | undefined, shape: RegExp): string | null {
  return text !== undefined && shape.test(text) ? text : null;
}

function fingerprint({ topic, partition, offset, payload }: Parcel): string {
  return createHash('sha256')
    .update(`${topic}/${partition}/${offset}/`)
    .update(payload ?? '')
    .digest('hex');
}
