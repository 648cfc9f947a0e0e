import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { ManagedProcess } from './managed-process.js';
import type { ProcessGuard } from './process-guard.js';
import type { RestartableServer } from './restartable-server.js';

const run = promisify(execFile);
const STARTS_WITHIN_MS = 60_000;

const LOGGING = `status = error
appender.console.type = Console
appender.console.name = CONSOLE
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = CONSOLE
`;

/** Where one node of a cluster lives and listens. */
interface NodePlan {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  /** Its folder: settings and data. */
  readonly home: string;
  readonly line: KafkaLine | null;
}

function properties({ id, port, controllerPort, home, line }: NodePlan, cluster: readonly NodePlan[]): string {
  const copies = Math.min(3, cluster.length);
  const inSync = Math.max(1, copies - 1);
  const behindLine = line === null ? { protocol: '', listens: '', tells: '' } : doorOf(line);
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': cluster.map((node) => `${node.id}@127.0.0.1:${node.controllerPort}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'BROKER',
    'listener.security.protocol.map': `CONTROLLER:PLAINTEXT,BROKER:PLAINTEXT${behindLine.protocol}`,
    listeners: `BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${behindLine.listens}`,
    'advertised.listeners': `BROKER://127.0.0.1:${port}${behindLine.tells}`,
    'log.dirs': join(home, 'data'),
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // A consumer killed with -9 keeps its place until its session is over: tests make that short, services do not.
    'group.min.session.timeout.ms': 1_000,
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.num.partitions': 4,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
    // A node killed with -9 may come back only when its former self counts as gone: 9 s by default.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 500,
    // How soon a node that is back leads its partitions again: 300 s by default.
    'leader.imbalance.check.interval.seconds': 5,
    // Small index files: a test run makes many topics, and each partition would preallocate 20 MB.
    'log.index.size.max.bytes': 1_048_576,
    'num.network.threads': 2,
    'num.io.threads': 4,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

const doorOf = ({ listens, tells }: KafkaLine) => ({
  protocol: ',LINE:PLAINTEXT',
  listens: `,LINE://127.0.0.1:${listens}`,
  tells: `,LINE://127.0.0.1:${tells}`,
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });
}

/** A further listener for clients that come over a line of somebody else's: it listens on one port and tells clients the other. */
export interface KafkaLine {
  readonly listens: number;
  readonly tells: number;
}

export interface KafkaOptions {
  dir: string;
  jars: string;
  guard: ProcessGuard;
  /** Wished port of the first node. */
  port?: number | undefined;
  /** How many nodes. */
  nodes: number;
  /** Whether each node gets a listener behind a line. */
  lines: boolean;
}

/** A node of Apache Kafka (KRaft, broker and controller) run from the jars, on 127.0.0.1 only. */
export class EmbeddedKafka implements RestartableServer {
  readonly broker: string;
  readonly port: number;
  readonly line: KafkaLine | null;
  #process: ManagedProcess | null = null;

  private constructor(
    private readonly plan: NodePlan,
    private readonly options: KafkaOptions,
  ) {
    this.port = plan.port;
    this.line = plan.line;
    this.broker = `127.0.0.1:${plan.port}`;
  }

  /** Starts the nodes of one cluster; a cluster of several comes up only together. */
  static async startCluster(options: KafkaOptions): Promise<EmbeddedKafka[]> {
    const plans: NodePlan[] = [];
    for (let id = 1; id <= options.nodes; id++) {
      plans.push({
        id,
        port: await freePort(id === 1 ? options.port : undefined),
        controllerPort: await freePort(),
        home: join(options.dir, id === 1 ? 'kafka' : `kafka-${id}`),
        line: options.lines ? { listens: await freePort(), tells: await freePort() } : null,
      });
    }
    // A leading hyphen would be read as an option by the storage tool.
    const clusterId = `k${randomBytes(16).toString('base64url').slice(1)}`;
    const nodes = plans.map((plan) => new EmbeddedKafka(plan, options));
    await Promise.all(nodes.map((node) => node.#format(plans, clusterId)));
    await Promise.all(nodes.map((node) => node.start()));
    return nodes;
  }

  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  async start(): Promise<void> {
    const child = new ManagedProcess({
      name: basename(this.plan.home),
      command: 'java',
      args: [...this.#javaFlags(), 'kafka.Kafka', this.#config],
      logFile: join(this.options.dir, 'logs', `${basename(this.plan.home)}.log`),
      guard: this.options.guard,
    });
    this.#process = child;
    const until = Date.now() + STARTS_WITHIN_MS;
    while (!(await answers(this.port))) {
      if (!child.running || Date.now() > until) {
        await child.kill();
        throw new Error(`Kafka did not start; its last lines:\n${child.lastLines()}`);
      }
      await wait(50);
    }
  }

  async stop(): Promise<void> {
    await this.#process?.stop(20_000);
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  get #config(): string {
    return join(this.plan.home, 'server.properties');
  }

  async #format(cluster: readonly NodePlan[], clusterId: string): Promise<void> {
    const { home } = this.plan;
    await mkdir(home, { recursive: true });
    await writeFile(this.#config, properties(this.plan, cluster));
    await writeFile(join(home, 'log4j2.properties'), LOGGING);
    const formatted = await access(join(home, 'data', 'meta.properties')).then(
      () => true,
      () => false,
    );
    if (formatted) return;
    const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', this.#config];
    await run('java', [...this.#javaFlags(), ...format]);
  }

  #javaFlags(): string[] {
    const logging = join(this.plan.home, 'log4j2.properties');
    const memory = ['-Xms64m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
    return [...memory, '-cp', join(this.options.jars, '*'), `-Dlog4j2.configurationFile=${logging}`];
  }
}
