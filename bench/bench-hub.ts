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
  readonly servers: Servers;
  readonly settled: Settled;
  readonly nurseToken: () => Promise<string>;
  readonly pids: () => number[];
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

export async function openBenchHub(
  say: (line: string) => void,
  options: Pick<HubOptions, 'env' | 'killAt'> = {},
): Promise<BenchHub> {
  const dir = await mkdtemp(join(tmpdir(), 'trivselshub-bench-'));
  await chmod(dir, 0o755);
  const servers = await startServers({ dir: join(dir, 'servers'), persistent: false, fsync: true, say });
  const hub = await startHub({ servers, dir, say, ...options });
  const settled = await Settled.open({
    databaseUrl: servers.databaseUrl,
    brokers: servers.brokers,
    topicPrefix: 'hub.',
  });
  let token: { text: string; until: number } | undefined;
  return {
    hub,
    servers,
    settled,
    nurseToken: async () => {
      if (!token || token.until < Date.now()) {
        const login = await loginAs({ issuer: `${hub.urls['stand-ins']}/oidc`, username: 'hv1-nurse' });
        token = { text: login.accessToken, until: Date.now() + 120_000 };
      }
      return token.text;
    },
    pids: () => services.map((service) => hub.pid(service)),
    close: async () => {
      await settled.close();
      await hub.stop();
      await servers.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
