import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hub, HubOptions } from '#local/hub-options.js';
import { startHub } from '#local/hub.js';
import { Settled } from '#local/settled.js';

/** A whole hub as separate processes on the servers of the test run, with topics and databases of its own. */
export interface JourneyHub {
  readonly hub: Hub;
  readonly settled: Settled;
  readonly brokers: readonly string[];
  /** A superuser's connection. */
  readonly databaseUrl: string;
  /** Before the names of its databases and roles. */
  readonly databasePrefix: string;
  readonly topicPrefix: string;
  readonly dir: string;
  close(): Promise<void>;
}

export async function openJourneyHub(options: Pick<HubOptions, 'env' | 'killAt'> = {}): Promise<JourneyHub> {
  const databaseUrl = process.env['TEST_DATABASE_URL'];
  const brokers = process.env['TEST_KAFKA_BROKERS']?.split(',');
  if (!databaseUrl || !brokers) throw new Error('Journeys need TEST_DATABASE_URL and TEST_KAFKA_BROKERS');
  const name = `j${randomBytes(4).toString('hex')}`;
  const topicPrefix = `${name}.`;
  const databasePrefix = `${name}_`;
  const dir = await mkdtemp(join(tmpdir(), 'trivselshub-journey-'));
  const servers = {
    way: 'given' as const,
    databaseUrl,
    brokers,
    postgres: null,
    kafka: [],
    stop: async () => undefined,
  };
  const hub = await startHub({ servers, dir, topicPrefix, ...options });
  const settled = await Settled.open({ databaseUrl, brokers, topicPrefix, databasePrefix });
  return {
    hub,
    settled,
    brokers,
    databaseUrl,
    databasePrefix,
    topicPrefix,
    dir,
    close: async () => {
      await settled.close();
      await hub.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
