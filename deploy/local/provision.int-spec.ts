import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { provision, type ProvisionOptions } from './provision.js';

const id = randomBytes(4).toString('hex');
const options: ProvisionOptions = {
  databaseUrl: process.env['TEST_DATABASE_URL'] ?? '',
  brokers: (process.env['TEST_KAFKA_BROKERS'] ?? '').split(','),
  topicPrefix: `provision-${id}.`,
  databasePrefix: `provision_${id}_`,
  passwordOf: (role) => `secret of ${role}/${id}`,
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
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(options.topicPrefix));
    const { topics: described } = await admin.fetchTopicMetadata({ topics });
    await admin.disconnect();
    expect(topics).toHaveLength(6);
    expect(described.map((topic) => topic.partitions.length)).toEqual([6, 6, 6, 6, 6, 6]);
  });
});
