import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import type { Tx } from '#persistence/tx.js';
import type { ClassifiedError } from '../handling/classify-error.js';
import { isDeletion } from '../deletion/is-deletion.js';
import type { OpenedParcel } from '../events/open-parcel.js';
import { storedHeaders, type Parcel } from '../events/parcel.js';
import type { RedactedError } from './redact-error.js';

export interface ParkedEvent {
  position: string;
  eventId: string;
  parcel: Parcel;
}

/** Parked children: a key, why it is parked, and the events that wait in order. */
export class ParkingStore {
  constructor(private readonly consumer: string) {}

  /** Which of the keys are parked, and stay so until the transaction ends, and which were deleted; others are not in the answer. */
  async statesOf(tx: Tx, keys: readonly string[]): Promise<Map<string, 'parked' | 'forgotten'>> {
    if (keys.length === 0) return new Map();
    const rows = await tx.query<{ key: string; forgotten: boolean }>(
      `select asked.key, key_hash is not null as forgotten
         from unnest($2::text[]) as asked (key)
         left join forgotten_key on key_hash = sha256(convert_to(asked.key, 'UTF8'))
         left join lateral (
           select true as is_parked from parked_key where consumer = $1 and parked_key.key = asked.key for share) as parked on true
        where key_hash is not null or is_parked`,
      [this.consumer, keys],
    );
    return new Map(rows.map(({ key, forgotten }) => [key, forgotten ? 'forgotten' : 'parked']));
  }

  /** Puts events behind those that wait already. */
  async queue(tx: Tx, parcels: readonly OpenedParcel[]): Promise<void> {
    if (parcels.length === 0) return;
    const column = (value: (opened: OpenedParcel) => unknown) => parcels.map(value);
    await tx.query(
      `insert into parked_event (consumer, key, event_id, type, topic, partition, broker_offset, headers, payload)
       select $1, * from unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::jsonb[], $9::text[])
       on conflict (consumer, event_id) do nothing`,
      [
        this.consumer,
        column(({ delivery }) => delivery.key),
        column(({ delivery }) => delivery.eventId),
        column(({ delivery }) => delivery.type),
        column(({ delivery }) => delivery.topic),
        column(({ delivery }) => delivery.partition),
        column(({ delivery }) => delivery.offset),
        column(({ parcel }) => storedHeaders(parcel)),
        column(({ parcel }) => String(parcel.payload)),
      ],
    );
  }

  /**
   * Parks the key; false when it is parked already. `retryInMs` null: only an operator releases it. A key that is parked already is locked,
   * so that nobody frees it before the event that is queued here can be seen. A deletion is first in the queue, and is tried when its own time
   * comes, whatever the child was parked for.
   */
  async park(
    tx: Tx,
    opened: OpenedParcel,
    { errorClass, code }: ClassifiedError,
    error: RedactedError,
    attempts: number,
    retryInMs: number | null,
  ): Promise<boolean> {
    const { key, municipality, eventId } = opened.delivery;
    const [row] = await tx.query<{ isNew: boolean }>(
      `insert into parked_key (consumer, key, municipality, error_class, code, error, attempts, retry_at, failed_event_id)
       values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8::float8 / 1000), $10)
       on conflict (consumer, key) do update
         set retry_at = case when $9 then least(parked_key.retry_at, excluded.retry_at) else parked_key.retry_at end,
             failed_event_id = case when $9 then excluded.failed_event_id else parked_key.failed_event_id end
       returning xmax = 0 as "isNew"`,
      [
        this.consumer,
        key,
        municipality,
        errorClass,
        code,
        JSON.stringify(error),
        attempts,
        retryInMs,
        isDeletion(opened.delivery),
        eventId,
      ],
    );
    await this.queue(tx, [opened]);
    return row!.isNew;
  }

  /** Keys whose time has come, longest waiting first. */
  async due(tx: Pick<Tx, 'query'>, limit: number): Promise<string[]> {
    const rows = await tx.query<{ key: string }>(
      'select key from parked_key where consumer = $1 and retry_at <= now() order by retry_at limit $2',
      [this.consumer, limit],
    );
    return rows.map(({ key }) => key);
  }

  /** Keeps other instances away from the key until the transaction ends; false when one is at it. */
  async claim(tx: Tx, key: string): Promise<boolean> {
    const [row] = await tx.query('select pg_try_advisory_xact_lock(hashtextextended($1, 7236402)) as claimed', [
      `${this.consumer} ${key}`,
    ]);
    return row.claimed;
  }

  /** The event at the head of the key's queue: the deletion of the child, or the one that has waited longest. */
  async head(tx: Tx, key: string): Promise<ParkedEvent | null> {
    const [row] = await tx.query(
      `select position, event_id as "eventId", topic, partition, broker_offset, headers, payload
         from parked_event where consumer = $1 and key = $2 order by type = $3 desc, position limit 1`,
      [this.consumer, key, childDeletedV1.type],
    );
    if (!row) return null;
    const { position, eventId, topic, partition, headers } = row;
    const parcel = {
      topic,
      partition,
      offset: Number(row.broker_offset),
      key,
      headers,
      payload: Buffer.from(row.payload),
    };
    return { position, eventId, parcel };
  }

  async remove(tx: Tx, position: string): Promise<void> {
    await tx.query('delete from parked_event where position = $1', [position]);
  }

  /** Frees the key when nothing waits any more; whoever queues at this moment is waited for. */
  async free(tx: Tx, key: string): Promise<boolean> {
    const [parked] = await tx.query('select from parked_key where consumer = $1 and key = $2 for update', [
      this.consumer,
      key,
    ]);
    if (!parked || (await this.head(tx, key))) return false;
    await tx.query('delete from parked_key where consumer = $1 and key = $2', [this.consumer, key]);
    return true;
  }

  /** The head was set aside: the next event has had no try, and its time has come. */
  async goOn(tx: Tx, key: string): Promise<void> {
    await tx.query('update parked_key set attempts = 0, retry_at = now() where consumer = $1 and key = $2', [
      this.consumer,
      key,
    ]);
  }

  /**
   * Remembers a try of the head that failed; the next one comes after twice the pause before. True when another event than this one failed last:
   * the child now stands still at this one, which has its tries and pauses from the first on.
   */
  async failedAgain(
    tx: Tx,
    key: string,
    eventId: string,
    { errorClass, code }: ClassifiedError,
    error: RedactedError,
    pause: { firstMs: number; longestMs: number } | null,
  ): Promise<boolean> {
    const [row] = await tx.query<{ attempts: number }>(
      `update parked_key
          set attempts = case when failed_event_id = $8 then attempts + 1 else 1 end, tried_at = now(), error_class = $3, code = $4, error = $5,
              retry_at = now() + make_interval(secs => least(
                $7::float8, $6::float8 * 2 ^ case when failed_event_id = $8 then least(attempts, 20) else 0 end) / 1000),
              failed_event_id = $8
        where consumer = $1 and key = $2
        returning attempts`,
      [
        this.consumer,
        key,
        errorClass,
        code,
        JSON.stringify(error),
        pause?.firstMs ?? null,
        pause?.longestMs ?? null,
        eventId,
      ],
    );
    return row?.attempts === 1;
  }
}
