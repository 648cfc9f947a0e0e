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
    select topic, partition, consumer_in_flight.first_offset, consumer_in_flight.last_offset
      from consumer_in_flight join begun using (topic, partition)
     where consumer = $1 and process <> $6::uuid)
  insert into consumer_in_flight (consumer, topic, partition, process, first_offset, last_offset, started_at)
  select $1, topic, partition, $6::uuid, first_offset, last_offset, now() from relaxed, begun order by topic, partition
  on conflict (consumer, topic, partition)
  do update set process = excluded.process, first_offset = excluded.first_offset, last_offset = excluded.last_offset,
                started_at = excluded.started_at
  returning topic, partition, (
    select array[first_offset, last_offset]::text[] from before
     where before.topic = consumer_in_flight.topic and before.partition = consumer_in_flight.partition) as suspects`;

const COUNT = `
  ${RELAXED}
  insert into consumer_attempt (consumer, event_id, attempts, unfinished) select $1, $2, 1, 1 from relaxed
  on conflict (consumer, event_id)
  do update set attempts = consumer_attempt.attempts + 1,
                unfinished = case when $3 then 1 else consumer_attempt.unfinished + 1 end
  returning attempts, unfinished`;

/** Offsets of one partition, both included. */
export interface OffsetRange {
  readonly first: number;
  readonly last: number;
}

interface BatchInHand extends OffsetRange {
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
  private readonly begins = new SharedFlush<BatchInHand, OffsetRange | null>({ batch: 100, together: 1 }, (batches) =>
    this.beginAll(batches),
  );

  constructor(
    private readonly consumer: string,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Notes that the process has a batch in hand; partitions that begin at the same time share the statement. Answers the batch that another
   * process had in hand when it ended, or null: its events are to be handled singly.
   */
  beginBatch(topic: string, partition: number, offsets: OffsetRange): Promise<OffsetRange | null> {
    return this.begins.add({ topic, partition, ...offsets });
  }

  private async beginAll(
    batches: readonly BatchInHand[],
  ): Promise<readonly PromiseSettledResult<OffsetRange | null>[]> {
    const rows: { topic: string; partition: number; suspects: [string, string] | null }[] = await this.dataSource.query(
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
    const before = new Map(rows.map(({ topic, partition, suspects }) => [`${topic}/${partition}`, suspects]));
    return batches.map(({ topic, partition }) => {
      const suspects = before.get(`${topic}/${partition}`);
      return {
        status: 'fulfilled',
        value: suspects ? { first: Number(suspects[0]), last: Number(suspects[1]) } : null,
      };
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
