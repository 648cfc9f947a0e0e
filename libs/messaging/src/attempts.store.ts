import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Tx } from '#persistence/tx.js';

/** Fast, because it need not survive a crash of the database, only one of this process. */
const RELAXED = `with relaxed as materialized (select set_config('synchronous_commit', 'off', true))`;

const BEGIN = `
  ${RELAXED}, before as materialized (
    select process, last_offset from consumer_in_flight where consumer = $1 and topic = $2 and partition = $3)
  insert into consumer_in_flight (consumer, topic, partition, process, last_offset, started_at)
  select $1, $2, $3, $4::uuid, $5, now() from relaxed
  on conflict (consumer, topic, partition)
  do update set process = excluded.process, last_offset = excluded.last_offset, started_at = excluded.started_at
  returning (select last_offset from before where process <> $4::uuid) as suspect`;

const COUNT = `
  ${RELAXED}
  insert into consumer_attempt (consumer, event_id, attempts, unfinished) select $1, $2, 1, 1 from relaxed
  on conflict (consumer, event_id)
  do update set attempts = consumer_attempt.attempts + 1,
                unfinished = case when $3 then 1 else consumer_attempt.unfinished + 1 end
  returning attempts, unfinished`;

export interface Attempt {
  /** This one included. */
  attempts: number;
  /** How many began, this one included, since the last of which the end is known: more than one means that processes died. */
  unfinished: number;
}

/**
 * Counts and commits attempts before they are made, so that an event which kills the process is found out. A batch costs one row for its
 * partition; events are counted singly only after a crash or an error.
 */
export class AttemptsStore {
  private readonly process = randomUUID();

  constructor(
    private readonly consumer: string,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Notes that the process has a batch in hand. Answers the last offset of the batch that another process had in hand when it ended, or
   * null: events up to there are to be handled singly.
   */
  async beginBatch(topic: string, partition: number, lastOffset: number): Promise<number | null> {
    const [row] = await this.dataSource.query(BEGIN, [this.consumer, topic, partition, this.process, lastOffset]);
    return row.suspect === null ? null : Number(row.suspect);
  }

  /** Counts one event. `ended`: the attempt before this one is known to have ended, by an error. */
  async count(eventId: string, ended: boolean): Promise<Attempt> {
    const [row] = await this.dataSource.query(COUNT, [this.consumer, eventId, ended]);
    return row;
  }

  /** The attempt is given up in order, for example because the service ends. */
  async putDown(eventId: string): Promise<void> {
    await this.dataSource.query('update consumer_attempt set unfinished = 0 where consumer = $1 and event_id = $2', [
      this.consumer,
      eventId,
    ]);
  }

  /** The event is settled: handled, parked or dead. */
  async settle(tx: Tx, eventId: string): Promise<void> {
    await tx.query('delete from consumer_attempt where consumer = $1 and event_id = $2', [this.consumer, eventId]);
  }
}
