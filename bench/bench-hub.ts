import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hub, HubOptions } from '#local/hub-options.js';
import { startHub } from '#local/hub.js';
import { loginAs } from '#local/login.js';
import { type Servers, startServers } from '#local/servers.js';
import type { ServiceName } from '#local/service-name.js';
import { Settled } from '#local/settled.js';

/** A fresh hub on real servers with fsync on, for measurements and campaigns. */
export interface BenchHub {
  readonly hub: Hub;
  /** Before the names of its topics and databases: `hub.` for a hub of its own. */
  readonly topicPrefix: string;
  readonly servers: Servers;
  readonly settled: Settled;
  readonly nurseToken: () => Promise<string>;
  readonly operatorToken: () => Promise<string>;
  readonly pids: () => number[];
  /** kill -9 of all services but the stand-ins. */
  die(): Promise<void>;
  /** Starts them again. */
  rise(): Promise<void>;
  close(): Promise<void>;
}

const services: readonly ServiceName[] = [
  'novax-adapter',
  'screening',
  'consent',
  'parent-portal',
  'notifications',
  'operations',
];

type BenchHubOptions = Pick<HubOptions, 'env' | 'killAt'> & {
  /** Another hub on the servers of this one, with topics and databases of its own; closed before it. */
  readonly beside?: { readonly bench: BenchHub; readonly name: string };
};

export async function openBenchHub(
  say: (line: string) => void,
  { beside, ...options }: BenchHubOptions = {},
): Promise<BenchHub> {
  const dir = await mkdtemp(join(tmpdir(), 'trivselshub-bench-'));
  await chmod(dir, 0o755);
  const servers =
    beside?.bench.servers ?? (await startServers({ dir: join(dir, 'servers'), persistent: false, fsync: true, say }));
  const topicPrefix = beside === undefined ? 'hub.' : `${beside.name}.`;
  const hub = await startHub({ servers, dir, say, topicPrefix, ...options });
  const settled = await Settled.open({
    databaseUrl: servers.databaseUrl,
    brokers: servers.brokers,
    topicPrefix,
    ...(beside === undefined ? {} : { databasePrefix: `${beside.name}_` }),
  });
  const tokens = new Map<string, { text: string; until: number }>();
  const tokenOf = async (username: string): Promise<string> => {
    const known = tokens.get(username);
    if (known && known.until > Date.now()) return known.text;
    const { accessToken: text } = await loginAs({ issuer: `${hub.urls['stand-ins']}/oidc`, username });
    tokens.set(username, { text, until: Date.now() + 120_000 });
    return text;
  };
  return {
    hub,
    topicPrefix,
    servers,
    settled,
    nurseToken: () => tokenOf('hv1-nurse'),
    operatorToken: () => tokenOf('ops'),
    pids: () => services.map((service) => hub.pid(service)),
    die: async () => void (await Promise.all(services.map((service) => hub.kill(service)))),
    rise: async () => void (await Promise.all(services.map((service) => hub.restart(service)))),
    close: async () => {
      await settled.close();
      await hub.stop();
      if (beside === undefined) await servers.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
