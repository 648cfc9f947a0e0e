import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { projectRoot } from './project-root.js';
import { provision, type ProvisionOptions } from './provision.js';

/** kafkajs's `ConfigResourceTypes.TOPIC`, which Node cannot import by name. */
const TOPIC = 2;
const id = randomBytes(4).toString('hex');
const options: ProvisionOptions = {
  databaseUrl: process.env['TEST_DATABASE_URL'] ?? '',
  brokers: (process.env['TEST_KAFKA_BROKERS'] ?? '').split(','),
  topicPrefix: `provision-${id}.`,
  databasePrefix: `provision_${id}_`,
  passwordOf: (role) => `secret of ${role}/${id}`,
  fewerCopies: true,
};

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('provisioning', () => {
  let urls: Map<string, string>;

  beforeAll(async () => {
    urls = await provision(options);
  });

  it('gives every service a database that its own role may fill', async () => {
    for (const url of urls.values()) {
      await ask(url, 'create table probe (id int)');
      await ask(url, 'drop table probe');
    }
    expect([...urls.keys()].sort()).toEqual([
      'consent',
      'notifications',
      'novax_adapter',
      'novax_adapter_keys',
      'operations',
      'parent_portal',
      'screening',
    ]);
  });

  it("keeps a role out of the other services' databases", async () => {
    const foreign = new URL(urls.get('screening') ?? '');
    foreign.pathname = new URL(urls.get('consent') ?? '').pathname;
    await expect(ask(foreign.href, 'select 1')).rejects.toThrow(/permission denied for database/);
  });

  it('makes the topics with their partitions and retention, and changes nothing when it runs again', async () => {
    expect([...(await provision(options))]).toEqual([...urls]);
    const admin = new Kafka({ clientId: 'spec', brokers: options.brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const names = ['cleanup.policy', 'retention.ms', 'min.insync.replicas'];
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(options.topicPrefix));
    const { topics: described } = await admin.fetchTopicMetadata({ topics });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: TOPIC, name, configNames: names })),
    });
    await admin.disconnect();
    const planned = JSON.parse(readFileSync(join(projectRoot, 'deploy/topics.json'), 'utf8')) as {
      partitions: number;
      topics: { name: string; retentionDays?: number }[];
    };
    expect(topics.sort()).toEqual(planned.topics.map(({ name }) => `${options.topicPrefix}${name}`).sort());
    expect(new Set(described.map((topic) => topic.partitions.length))).toEqual(new Set([planned.partitions]));
    const copies = described[0]!.partitions[0]!.replicas.length;
    const inSync = ['min.insync.replicas', String(Math.max(1, copies - 1))];
    for (const { resourceName, configEntries } of resources) {
      const { retentionDays } = planned.topics.find(({ name }) => options.topicPrefix + name === resourceName)!;
      const kept = Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue]));
      // What municipalities have decided holds until they decide anew, however long ago it was.
      expect(kept).toMatchObject(
        retentionDays === undefined
          ? Object.fromEntries([['cleanup.policy', 'compact'], inSync])
          : Object.fromEntries([
              ['cleanup.policy', 'delete'],
              ['retention.ms', String(retentionDays * 86_400_000)],
              inSync,
            ]),
      );
    }
    expect(planned.topics.filter(({ retentionDays }) => retentionDays === undefined)).toMatchObject([
      { name: 'rules.v1' },
    ]);
  });

  it('takes from a role what it was given beside its own database', async () => {
    const role = `${options.databasePrefix}screening`;
    await ask(options.databaseUrl, `alter role ${role} superuser createrole`);
    await ask(options.databaseUrl, `grant ${options.databasePrefix}consent to ${role}`);
    await provision(options);
    const asked = `select rolsuper, rolcreaterole, (select count(*)::int from pg_auth_members where member = oid) as memberships
      from pg_roles where rolname = '${role}'`;
    expect(await ask(options.databaseUrl, asked)).toEqual([{ rolsuper: false, rolcreaterole: false, memberships: 0 }]);
  });

  it('needs no superuser: a role that may create roles and databases is enough', async () => {
    const name = `provisioner_${id}`;
    await ask(options.databaseUrl, `create role ${name} login createrole createdb password 'p'`);
    const own = new URL(options.databaseUrl);
    [own.username, own.password] = [name, 'p'];
    const again = { ...options, databaseUrl: own.href, databasePrefix: `own_${id}_` };
    for (const url of [...(await provision(again)), ...(await provision(again))].map(([, each]) => each))
      expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const elsewhere = new URL((await provision(again)).get('screening')!);
    elsewhere.pathname = `/own_${id}_consent`;
    await expect(ask(elsewhere.href, 'select 1')).rejects.toThrow(/permission denied for database/);
  });

  it('makes no topic with fewer copies than planned unless it may', async () => {
    const strict = { ...options, fewerCopies: false };
    await expect(provision({ ...strict, topicPrefix: `strict-${id}.` })).rejects.toThrow(/1 broker now.*3 copies/);
    // What is there already stays, and does not stop an upgrade.
    expect(await provision(strict)).toEqual(urls);
  });

  it('takes the passwords of an installation from files, as its command', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'passwords-'));
    const database = `installed_${id}_`;
    try {
      for (const role of [...urls.keys()]) writeFileSync(join(folder, role), `${role}-password\n`);
      const said = execFileSync(
        process.execPath,
        [join(projectRoot, 'dist/deploy/local/provision-cluster-command.js')],
        {
          encoding: 'utf8',
          env: {
            DATABASE_URL: options.databaseUrl,
            KAFKA_BROKERS: options.brokers.join(', '),
            TOPIC_PREFIX: `installed-${id}.`,
            DATABASE_PREFIX: database,
            PASSWORDS_FOLDER: folder,
            FEWER_COPIES: 'true',
            KAFKAJS_NO_PARTITIONER_WARNING: '1',
          },
        },
      );
      expect(said).toContain(`topics with prefix installed-${id}.`);
      const url = new URL(options.databaseUrl);
      [url.username, url.password, url.pathname] = [
        `${database}screening`,
        'screening-password',
        `/${database}screening`,
      ];
      expect(await ask(url.href, 'select current_user::text as name')).toEqual([{ name: `${database}screening` }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
