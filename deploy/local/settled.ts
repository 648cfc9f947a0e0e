import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { Client } from 'pg';
import { consumedTopics } from './consumed-topics.js';
import { projectRoot } from './project-root.js';

interface WhereToLook {
  /** A superuser's connection. */
  databaseUrl: string;
  brokers: readonly string[];
  topicPrefix: string;
  databasePrefix?: string;
}

/**
 * Looks from outside whether anything is still on its way: rows unsent in an outbox, or events that a service which reads their topic has
 * not passed. Where it has passed nothing yet, everything is on its way: also of a service that has never come so far. Nothing on its way in two looks in a row means that all that will follow has followed.
 */
export class Settled {
  private constructor(
    private readonly admin: Admin,
    private readonly databases: readonly Client[],
    private readonly topicPrefix: string,
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
    return new Settled(admin, databases, where.topicPrefix);
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
    const ends = new Map<string, ReturnType<Admin['fetchTopicOffsets']>>();
    const endsOf = (topic: string) => {
      const asked = ends.get(topic) ?? this.admin.fetchTopicOffsets(topic);
      ends.set(topic, asked);
      return asked;
    };
    let lag = 0;
    for (const [service, names] of Object.entries(consumedTopics)) {
      const topics = names.map((name) => this.topicPrefix + name);
      const passed = await this.admin.fetchOffsets({ groupId: this.topicPrefix + service, topics });
      for (const { topic, partitions } of passed) {
        const offsets = new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)]));
        for (const { partition, low, high } of await endsOf(topic)) {
          // What the topic no longer keeps is passed.
          lag += Math.max(0, Number(high) - Math.max(Number(low), offsets.get(partition) ?? -1));
        }
      }
    }
    return lag;
  }
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(projectRoot, 'deploy', name), 'utf8'));

/** Every database with an outbox: all but the one of keys. */
const hubDatabases = (): string[] =>
  (read('databases.json') as { database: string }[])
    .map((entry) => entry.database)
    .filter((database) => !database.endsWith('_keys'));
