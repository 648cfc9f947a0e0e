import type pg from 'pg';

/** Over how many partitions a topic's events are spread. */
export interface StoredSpread {
  partitions: number;
  /** Where the partitions ended when the number changed; null when it never did, or when no topic keeps what lay before. */
  fence: string | null;
}

/** Longer than any topic keeps its events. */
const FENCE_DAYS = 45;

/** The numbers that the relay goes by. Topics are named without prefix. */
export class TopicSpreadStore {
  async find(client: pg.Client, topic: string): Promise<StoredSpread | null> {
    const { rows } = await client.query<StoredSpread>(
      `select partitions, case when since > now() - make_interval(days => $2) then fence end as fence
         from topic_spread where topic = $1`,
      [topic, FENCE_DAYS],
    );
    return rows[0] ?? null;
  }

  async keep(client: pg.Client, topic: string, { partitions, fence }: StoredSpread): Promise<void> {
    await client.query(
      `insert into topic_spread (topic, partitions, fence) values ($1, $2, $3)
       on conflict (topic) do update set partitions = excluded.partitions, fence = excluded.fence, since = now()`,
      [topic, partitions, fence],
    );
  }
}
