import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { Client } from 'pg';
import { projectRoot } from './project-root.js';

interface WhereToLook {
  /** A superuser's connection. */
  databaseUrl: string;
  brokers: readonly string[];
  topicPrefix: string;
  databasePrefix?: string;
}

/**
 * Looks from outside whether anything is still on its way: rows unsent in an outbox, or events that a consumer group of the hub
 * has not passed. Nothing on its way in two looks in a row means that all that will follow has followed.
 */
export class Settled {
  private constructor(
    private readonly admin: Admin,
    private readonly databases: readonly Client[],
    private readonly topics: readonly string[],
  ) {}

  static async open(where: WhereToLook): Promise<Settled> {
    const kafka = new Kafka({ clientId: 'settled', brokers: [...where.brokers], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const databases = await Promise.all(
      hubDatabases().map(async (database) => {
        const url = new URL(where.databaseUrl);
        url.pathname = `/${where.databasePrefix ?? ''}${database}`;
        const client = new Client({ connectionString: url.toString() });
        await client.connect();
        return client;
      }),
    );
    return new Settled(
      admin,
      databases,
      hubTopics().map((topic) => where.topicPrefix + topic),
    );
  }

  /** False, too, while the broker cannot say, as when a topic has no leader yet. */
  async isSettled(): Promise<boolean> {
    try {
      return (await this.onTheirWay()) === 0 && (await this.onTheirWay()) === 0;
    } catch (error) {
      if ((error as { retriable?: unknown }).retriable === true) return false;
      throw error;
    }
  }

  /** Events on their way: unsent rows and consumers' lag together. */
  async onTheirWay(): Promise<number> {
    const unsent = await Promise.all(
      this.databases.map((client) =>
        client.query<{ count: string }>('SELECT count(*) FROM outbox WHERE sent_at IS NULL'),
      ),
    );
    const lag = await this.lag();
    return unsent.reduce((sum, answer) => sum + Number(answer.rows[0]?.count ?? 0), 0) + lag;
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
    await Promise.all(this.databases.map((client) => client.end()));
  }

  private async lag(): Promise<number> {
    const { groups } = await this.admin.listGroups();
    const ofHub = groups.map((group) => group.groupId).filter((id) => !/^(scenario|ledger)-/.test(id));
    const ends = new Map<string, Map<number, bigint>>();
    for (const topic of this.topics) {
      const offsets = await this.admin.fetchTopicOffsets(topic);
      ends.set(topic, new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)])));
    }
    let lag = 0n;
    for (const groupId of ofHub) {
      for (const { topic, partitions } of await this.admin.fetchOffsets({ groupId })) {
        for (const { partition, offset } of partitions) {
          const end = ends.get(topic)?.get(partition) ?? 0n;
          const done = BigInt(offset) < 0n ? 0n : BigInt(offset);
          if (end > done) lag += end - done;
        }
      }
    }
    return Number(lag);
  }
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(projectRoot, 'deploy', name), 'utf8'));

const hubTopics = (): string[] =>
  (read('topics.json') as { topics: { name: string }[] }).topics.map((topic) => topic.name);

/** Every database with an outbox: all but the one of keys. */
const hubDatabases = (): string[] =>
  (read('databases.json') as { database: string }[])
    .map((entry) => entry.database)
    .filter((database) => !database.endsWith('_keys'));
