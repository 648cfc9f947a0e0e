import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Hub, Program } from '#local/hub-options.js';
import { startHub } from '#local/hub.js';
import { freePort } from '#local/servers/free-port.js';
import { type Servers, startServers } from '#local/servers.js';
import type { ServiceName } from '#local/service-name.js';
import { Settled } from '#local/settled.js';
import { CampaignDoors, type Patience } from '../life/campaign-doors.js';
import { CampaignOutside } from '../life/campaign-outside.js';
import type { GroundName } from './ground-name.js';
import { killEnvironment } from '../kill/kill-environment.js';
import { mortalServices } from '../kill/kill-plan.js';
import { NetworkLine } from './network-line.js';
import { ServiceFront } from './service-front.js';
import { SpanCollector } from '../span-collector.js';

const TOPIC_PREFIX = 'hub.';
/** What has not come after so long never comes. */
const PATIENCE_MS = 240_000;

/** A fresh hub with servers of its own, fsync on, and everything between and around them that a campaign can disturb. */
export class FaultGround {
  readonly topicPrefix = TOPIC_PREFIX;
  /** Throws when what is waited for since then (by `performance.now()`) has not come for too long. */
  readonly patience: Patience = (what, sinceMs) => {
    if (performance.now() - sinceMs > PATIENCE_MS) throw new Error(`${what} did not come in ${PATIENCE_MS / 1000} s`);
  };
  readonly doors: CampaignDoors;
  /** One for all faults of the ground: no family is met twice. */
  readonly outside: CampaignOutside;

  private constructor(
    readonly hub: Hub,
    /** As the campaign reaches them, past the lines. */
    readonly servers: Servers,
    readonly databaseLine: NetworkLine,
    readonly brokerLines: readonly NetworkLine[],
    readonly collector: SpanCollector,
    /** Of each service that may die. */
    readonly fronts: ReadonlyMap<ServiceName, ServiceFront>,
    private readonly dir: string,
  ) {
    this.doors = new CampaignDoors(hub, this.patience);
    this.outside = new CampaignOutside(this.doors);
  }

  /** `program`: what the services are started from at first; default: the present build. */
  static async open(name: GroundName, say: (line: string) => void, program?: Program): Promise<FaultGround> {
    const dir = await mkdtemp(join(tmpdir(), 'trivselshub-faults-'));
    await chmod(dir, 0o755);
    const kafkaNodes = name === 'three-brokers' ? 3 : 1;
    const wishes = { persistent: false, fsync: true, say, kafkaNodes, kafkaLines: true };
    const servers = await startServers({ dir: join(dir, 'servers'), ...wishes });
    if (!servers.postgres || servers.kafka.length === 0) {
      throw new Error(
        'The fault campaign starts and kills servers of its own: unset DATABASE_URL, KAFKA_BROKERS and HUB_SERVERS',
      );
    }
    const behind = await freePort();
    const databaseLine = await NetworkLine.open(behind, servers.postgres.port);
    const lines = servers.kafka.map(({ line }) => line!);
    const brokerLines = await Promise.all(lines.map(({ tells, listens }) => NetworkLine.open(tells, listens)));
    const collector = await SpanCollector.open();
    const url = new URL(servers.databaseUrl);
    url.port = String(behind);
    const overLines = { ...servers, databaseUrl: url.href, brokers: lines.map(({ tells }) => `127.0.0.1:${tells}`) };
    const env = { ...killEnvironment, GOODBYE_MS: '2000', OTLP_URL: collector.url };
    const fronts = new Map<ServiceName, ServiceFront>();
    const behindFronts: Partial<Record<ServiceName, { url: string; port: number }>> = {};
    for (const service of mortalServices) {
      const front = await ServiceFront.open();
      const port = await freePort();
      front.leadTo([port]);
      fronts.set(service, front);
      behindFronts[service] = { url: front.url, port };
    }
    const started = { servers: overLines, dir, say, topicPrefix: TOPIC_PREFIX, env, behind: behindFronts };
    const hub = await startHub(program ? { ...started, program } : started);
    return new FaultGround(hub, servers, databaseLine, brokerLines, collector, fronts, dir);
  }

  /** Runs statements as superuser, past the line, in a session that may always write. */
  async sql(database: string, ...statements: string[]): Promise<any[]> {
    const session = await this.session(database);
    try {
      let rows: any[] = [];
      for (const statement of statements) ({ rows } = await session.query(statement));
      return rows;
    } finally {
      await session.end();
    }
  }

  /** A superuser's session past the line. */
  async session(database: string): Promise<pg.Client> {
    const url = new URL(this.servers.databaseUrl);
    url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href, options: '-c default_transaction_read_only=off' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Waits until nothing is on its way. */
  async untilSettled(): Promise<void> {
    const { databaseUrl, brokers } = this.servers;
    const settled = await Settled.open({ databaseUrl, brokers, topicPrefix: TOPIC_PREFIX });
    try {
      await this.doors.until('The end of all events on their way', async () =>
        (await settled.isSettled()) ? true : null,
      );
    } finally {
      await settled.close();
    }
  }

  async close(): Promise<void> {
    await this.hub.stop();
    await Promise.all([...this.fronts.values()].map((front) => front.close()));
    await Promise.all([this.databaseLine, ...this.brokerLines].map((line) => line.close()));
    await this.collector.close();
    await this.servers.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}
