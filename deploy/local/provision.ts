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
  topics: z.array(
    z.union([
      z.strictObject({ name: z.string(), retentionDays: z.number().positive() }),
      z.strictObject({ name: z.string(), compacted: z.literal(true) }),
    ]),
  ),
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
  /** Topics may have as many copies as there are brokers now. Default: none is made before there are brokers enough for all copies. */
  fewerCopies?: boolean;
  /** Hears what is otherwise than planned and is left so, a line each. */
  tell?: (difference: string) => void;
}

/** Rights over the whole server, by the column of `pg_roles` that tells of each. A service needs none of them. */
const RIGHTS = {
  rolsuper: 'nosuperuser',
  rolcreatedb: 'nocreatedb',
  rolcreaterole: 'nocreaterole',
  rolreplication: 'noreplication',
  rolbypassrls: 'nobypassrls',
} as const;

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
      await provisionRole(client, role, password);
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

/** The role with its password and without every right that it may have been given since; each of them is named by itself, as only a superuser may speak of some. */
async function provisionRole(client: pg.Client, role: string, password: string): Promise<void> {
  const named = pg.escapeIdentifier(role);
  const { rows: known } = await client.query<Record<keyof typeof RIGHTS, boolean>>(
    `select ${Object.keys(RIGHTS).join()} from pg_roles where rolname = $1`,
    [role],
  );
  const given = Object.entries(RIGHTS).filter(([column]) => known[0]?.[column as keyof typeof RIGHTS]);
  const without = given.map(([, word]) => word).join(' ');
  const verb = known.length === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${named} login ${without} password ${pg.escapeLiteral(password)}`);
  const { rows: memberships } = await client.query<{ of: string; by: string }>(
    'select roleid::regrole::text as of, grantor::regrole::text as by from pg_auth_members where member = $1::regrole',
    [named],
  );
  for (const { of, by } of memberships) await client.query(`revoke ${of} from ${named} granted by ${by}`);
  // Who is no superuser may give a database away only to a role whose member it is.
  const { rows: us } = await client.query<{ rolsuper: boolean }>(
    'select rolsuper from pg_roles where rolname = current_user',
  );
  if (us[0]?.rolsuper === false) await client.query(`grant ${named} to current_user with inherit true, set true`);
}

async function provisionTopics({ brokers, topicPrefix, fewerCopies, tell }: ProvisionOptions): Promise<void> {
  const wanted = await readDeployFile('topics.json', TopicsSchema);
  const kafka = new Kafka({ clientId: 'provision', brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const missing = wanted.topics.filter(({ name }) => !there.has(topicPrefix + name));
    const nodes = (await admin.describeCluster()).brokers.length;
    const replicationFactor = Math.min(wanted.replicationFactor, nodes);
    if (missing.length > 0 && replicationFactor < wanted.replicationFactor && !fewerCopies) {
      throw new Error(
        `Kafka has ${nodes} broker${nodes === 1 ? '' : 's'} now and each topic shall have ${wanted.replicationFactor} copies, which none would get later. ` +
          'Start the others and provision again. Where there are no others: FEWER_COPIES=true.',
      );
    }
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
    for (const [name, number] of copies)
      if (number < replicationFactor)
        tell?.(`${name} has ${number} of ${replicationFactor} copies: give it the others`);
    await admin.alterConfigs({
      validateOnly: false,
      resources: wanted.topics.map(({ name, ...keeping }) => ({
        type: TOPIC_RESOURCE,
        name: topicPrefix + name,
        configEntries: [
          // The latest event of each key for good, or all for some days.
          'compacted' in keeping
            ? { name: 'cleanup.policy', value: 'compact' }
            : { name: 'retention.ms', value: String(keeping.retentionDays * DAY_MS) },
          // With three copies one broker may be away, and what is acknowledged is still on two.
          { name: 'min.insync.replicas', value: String(Math.max(1, copies.get(topicPrefix + name)! - 1)) },
          // Whatever the broker's own settings are: nothing leaves for lack of room, and no copy that lags behind takes the lead.
          { name: 'retention.bytes', value: '-1' },
          { name: 'unclean.leader.election.enable', value: 'false' },
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
 * Creates the roles, databases and topics that are missing. Of those there are it sets passwords, retention and copies in sync, takes rights that no
 * service needs, and puts every other setting of a topic back to the broker's own. Running it again changes nothing.
 * @returns the address of each database, as its own role, by the database's name without prefix.
 */
export async function provision(options: ProvisionOptions): Promise<Map<string, string>> {
  const [databases] = await Promise.all([provisionDatabases(options), provisionTopics(options)]);
  return databases;
}
