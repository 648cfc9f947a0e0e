import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { SharedFlush } from '#persistence/shared-flush.js';
import type { Tx } from '#persistence/tx.js';

/** Fast, because it need not survive a crash of the database, only one of this process. */
const RELAXED = `with relaxed as materialized (select set_config('synchronous_commit', 'off', true))`;

const BEGIN = `
  ${RELAXED}, begun as materialized (
    select topic, partition, first_offset, last_offset
      from unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[]) as begun (topic, partition, first_offset, last_offset)),
  before as materialized (
    select topic, partition, held.first_offset, held.last_offset from consumer_in_flight as held join begun using (topic, partition)
     where consumer = $1 and process <> $6::uuid)
  insert into consumer_in_flight (consumer, topic, partition, process, first_offset, last_offset, started_at)
  select $1, begun.topic, begun.partition, $6::uuid, begun.first_offset, begun.last_offset, now()
    from relaxed, begun order by begun.topic, begun.partition
  on conflict (consumer, topic, partition)
  do update set process = excluded.process, first_offset = excluded.first_offset, last_offset = excluded.last_offset,
                started_at = excluded.started_at
  returning topic, partition, (
    select array[coalesce(first_offset, 0), last_offset] from before
     where before.topic = consumer_in_flight.topic and before.partition = consumer_in_flight.partition) as suspect`;

const COUNT = `
  ${RELAXED}
  insert into consumer_attempt (consumer, event_id, attempts, unfinished) select $1, $2, 1, 1 from relaxed
  on conflict (consumer, event_id)
  do update set attempts = consumer_attempt.attempts + 1,
                unfinished = case when $3 then 1 else consumer_attempt.unfinished + 1 end
  returning attempts, unfinished`;

/** Offsets of a partition, both included. */
export interface Offsets {
  readonly first: number;
  readonly last: number;
}

interface BatchInHand extends Offsets {
  readonly topic: string;
  readonly partition: number;
}

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
  private readonly begins = new SharedFlush<BatchInHand, Offsets | null>({ batch: 100, together: 1 }, (batches) =>
    this.beginAll(batches),
  );

  constructor(
    private readonly consumer: string,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Notes that the process has these events in hand; partitions that begin at the same time share the statement. Answers what another
   * process had in hand when it ended, or null: one of those events may have ended it.
   */
  begin(topic: string, partition: number, offsets: Offsets): Promise<Offsets | null> {
    return this.begins.add({ topic, partition, ...offsets });
  }

  private async beginAll(batches: readonly BatchInHand[]): Promise<readonly PromiseSettledResult<Offsets | null>[]> {
    const rows: { topic: string; partition: number; suspect: [string, string] | null }[] = await this.dataSource.query(
      BEGIN,
      [
        this.consumer,
        batches.map(({ topic }) => topic),
        batches.map(({ partition }) => partition),
        batches.map(({ first }) => first),
        batches.map(({ last }) => last),
        this.process,
      ],
    );
    const suspects = new Map(rows.map(({ topic, partition, suspect }) => [`${topic}/${partition}`, suspect]));
    return batches.map(({ topic, partition }) => {
      const suspect = suspects.get(`${topic}/${partition}`) ?? null;
      return { status: 'fulfilled', value: suspect && { first: Number(suspect[0]), last: Number(suspect[1]) } };
    });
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
