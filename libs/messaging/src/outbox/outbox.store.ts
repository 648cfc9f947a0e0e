import type { ClientBase, QueryConfig } from 'pg';
import type { OutboxRow } from './outbox-row.js';

/**
 * A row counts as settled when its transaction is older than the oldest one still running; when it comes from another server (a restored
 * copy has transaction numbers from the future); or when it lies below the horizon.
 */
const READ = `
  select sequence, event_id as "eventId", type, topic, key, municipality, subject, time, dataschema, data, traceparent,
         causation_id as "causationId", again,
         to_char(appended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt",
         xid < pg_snapshot_xmin(pg_current_snapshot()) or xid >= pg_snapshot_xmax(pg_current_snapshot()) or sequence <= $2
           as settled
    from outbox
   where sent_at is null
   order by sequence
   limit $1`;

/** Marking may be lost in a crash of the database without harm: the row is sent again and the inbox passes over it. */
const MARK = `
  with relaxed as materialized (select set_config('synchronous_commit', 'off', true))
  update outbox set sent_at = now() from relaxed where sent_at is null and sequence = any($1::bigint[])`;

const BACKLOG = `
  select count(*)::int as unsent, coalesce(extract(epoch from now() - min(appended_at)), 0)::float8 as age
    from (select appended_at from outbox where sent_at is null order by sequence limit 100000) as waiting`;

/** A session that runs statements: the relay's own connection, or a pool. */
type Session = Pick<ClientBase, 'query'>;

/** The last number given out, and the transactions that may still append under it or one before. */
export interface Appending {
  readonly last: string;
  readonly transactions: readonly string[];
}

/** The outbox as the relay sees it. */
export class OutboxStore {
  /** The oldest unsent rows in order. */
  async read(session: Session, limit: number, horizon: string): Promise<OutboxRow[]> {
    return rows<OutboxRow>(session, { name: 'outbox-read', text: READ, values: [limit, horizon] });
  }

  async mark(session: Session, sequences: string[]): Promise<void> {
    await session.query({ name: 'outbox-mark', text: MARK, values: [sequences] });
  }

  async backlog(session: Session): Promise<{ unsent: number; age: number }> {
    const [backlog] = await rows<{ unsent: number; age: number }>(session, { name: 'outbox-backlog', text: BACKLOG });
    return backlog!;
  }

  /**
   * Which numbers are given out, and who may still append under one of them: whoever appends holds a lock on the table until its end, so when
   * all of these transactions have ended, all numbers up to there are committed or will never be, however old some other transaction is.
   */
  async appending(session: Session): Promise<Appending> {
    const [given] = await rows<{ last: string }>(session, {
      text: 'select last_value as last from outbox_sequence_seq',
    });
    const holders = await rows<{ transaction: string }>(session, {
      text: `select virtualtransaction as transaction from pg_locks
              where locktype = 'relation' and relation = 'outbox'::regclass and mode = 'RowExclusiveLock' and granted
                and database = (select oid from pg_database where datname = current_database())`,
    });
    return { last: given!.last, transactions: holders.map(({ transaction }) => transaction) };
  }
}

async function rows<T>(session: Session, query: QueryConfig): Promise<T[]> {
  const result = await session.query(query);
  return result.rows as T[];
}
