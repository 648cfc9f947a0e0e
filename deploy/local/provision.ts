import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { z } from 'zod';
import { untilLed } from '#messaging/broker/until-led.js';
import { projectRoot } from './project-root.js';

const DatabasesSchema = z.array(z.object({ database: z.string(), role: z.string(), usedBy: z.string() }));
const TopicsSchema = z.object({
  partitions: z.number().int().positive(),
  replicationFactor: z.number().int().positive(),
  topics: z.array(z.object({ name: z.string(), retentionDays: z.number().positive() })),
});

/** Any number, the same for everyone who provisions: two at a time would stumble over each other's roles. */
const PROVISIONING_LOCK = 7_420_115;
const DAY_MS = 86_400_000;
/** kafkajs's `ConfigResourceTypes.TOPIC`, which Node cannot import by name. */
const TOPIC_RESOURCE = 2;

export interface ProvisionOptions {
  /** A superuser, or a role that may create databases and roles. */
  databaseUrl: string;
  brokers: string[];
  topicPrefix: string;
  /** Put before the names of databases and roles, so that several hubs share a cluster. Letters, digits, underscores. */
  databasePrefix: string;
  /** The password of a role (its name without prefix). */
  passwordOf: (role: string) => string;
}

async function readDeployFile<T>(name: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await readFile(join(projectRoot, 'deploy', name), 'utf8')));
}

async function provisionDatabases(options: ProvisionOptions): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  const urls = new Map<string, string>();
  try {
    await client.query('select pg_advisory_lock($1)', [PROVISIONING_LOCK]);
    for (const entry of await readDeployFile('databases.json', DatabasesSchema)) {
      const role = options.databasePrefix + entry.role;
      const database = options.databasePrefix + entry.database;
      const password = options.passwordOf(entry.role);
      const roles = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = roles.rowCount === 0 ? 'create' : 'alter';
      await client.query(`${verb} role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(password)}`);
      const databases = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (databases.rowCount === 0) {
        await client.query(`create database ${pg.escapeIdentifier(database)} owner ${pg.escapeIdentifier(role)}`);
      }
      await client.query(`revoke connect, temporary on database ${pg.escapeIdentifier(database)} from public`);
      const url = new URL(options.databaseUrl);
      [url.username, url.password, url.pathname] = [role, encodeURIComponent(password), `/${database}`];
      urls.set(entry.database, url.href);
    }
  } finally {
    await client.end();
  }
  return urls;
}

async function provisionTopics({ brokers, topicPrefix }: ProvisionOptions): Promise<void> {
  const wanted = await readDeployFile('topics.json', TopicsSchema);
  const kafka = new Kafka({ clientId: 'provision', brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const missing = wanted.topics.filter(({ name }) => !there.has(topicPrefix + name));
    const replicationFactor = Math.min(wanted.replicationFactor, (await admin.describeCluster()).brokers.length);
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map(({ name }) => ({
        topic: topicPrefix + name,
        numPartitions: wanted.partitions,
        replicationFactor,
      })),
    });
    const names = wanted.topics.map(({ name }) => topicPrefix + name);
    await untilLed(admin, names);
    const copies = await copiesOf(admin, names);
    await admin.alterConfigs({
      validateOnly: false,
      resources: wanted.topics.map(({ name, retentionDays }) => ({
        type: TOPIC_RESOURCE,
        name: topicPrefix + name,
        configEntries: [
          { name: 'retention.ms', value: String(retentionDays * DAY_MS) },
          // With three copies one broker may be away, and what is acknowledged is still on two.
          { name: 'min.insync.replicas', value: String(Math.max(1, copies.get(topicPrefix + name)! - 1)) },
        ],
      })),
    });
  } finally {
    await admin.disconnect();
  }
}

/** How many brokers keep each topic, as it is: one that was made when there were fewer brokers keeps its number. */
async function copiesOf(admin: Admin, names: string[]): Promise<Map<string, number>> {
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  return new Map(
    topics.map(({ name, partitions }) => [name, Math.min(...partitions.map(({ replicas }) => replicas.length))]),
  );
}

/**
 * Creates the roles, databases and topics that are missing and sets passwords, retention and copies in sync of those there are; running it again changes nothing.
 * @returns the address of each database, as its own role, by the database's name without prefix.
 */
export async function provision(options: ProvisionOptions): Promise<Map<string, string>> {
  const [databases] = await Promise.all([provisionDatabases(options), provisionTopics(options)]);
  return databases;
}
