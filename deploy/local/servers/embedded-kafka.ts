import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
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

function properties(port: number, controllerPort: number, dataFolder: string): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'BROKER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,BROKER:PLAINTEXT',
    listeners: `BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `BROKER://127.0.0.1:${port}`,
    'log.dirs': dataFolder,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // A consumer killed with -9 keeps its place until its session is over: tests make that short, services do not.
    'group.min.session.timeout.ms': 1_000,
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // A node killed with -9 may come back only when its former self counts as gone: 9 s by default.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 500,
    // Small index files: a test run makes many topics, and each partition would preallocate 20 MB.
    'log.index.size.max.bytes': 1_048_576,
    'num.network.threads': 2,
    'num.io.threads': 4,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });
}

/** One Apache Kafka node (KRaft, broker and controller) run from the jars, on 127.0.0.1 only. */
export class EmbeddedKafka implements RestartableServer {
  readonly broker: string;
  #process: ManagedProcess | null = null;

  private constructor(
    readonly port: number,
    private readonly dir: string,
    private readonly jars: string,
    private readonly guard: ProcessGuard,
  ) {
    this.broker = `127.0.0.1:${port}`;
  }

  static async start(options: {
    dir: string;
    jars: string;
    guard: ProcessGuard;
    port?: number;
  }): Promise<EmbeddedKafka> {
    const home = join(options.dir, 'kafka');
    const data = join(home, 'data');
    const config = join(home, 'server.properties');
    await mkdir(home, { recursive: true });
    const port = await freePort(options.port);
    await writeFile(config, properties(port, await freePort(), data));
    await writeFile(join(home, 'log4j2.properties'), LOGGING);
    const kafka = new EmbeddedKafka(port, options.dir, options.jars, options.guard);
    const formatted = await access(join(data, 'meta.properties')).then(
      () => true,
      () => false,
    );
    if (!formatted) {
      // A leading hyphen would be read as an option by the storage tool.
      const clusterId = `k${randomBytes(16).toString('base64url').slice(1)}`;
      await run('java', [...kafka.#javaFlags(), 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config]);
    }
    await kafka.start();
    return kafka;
  }

  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  async start(): Promise<void> {
    const child = new ManagedProcess({
      name: 'kafka',
      command: 'java',
      args: [...this.#javaFlags(), 'kafka.Kafka', join(this.dir, 'kafka', 'server.properties')],
      logFile: join(this.dir, 'logs', 'kafka.log'),
      guard: this.guard,
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

  #javaFlags(): string[] {
    const logging = join(this.dir, 'kafka', 'log4j2.properties');
    const memory = ['-Xms64m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
    return [...memory, '-cp', join(this.jars, '*'), `-Dlog4j2.configurationFile=${logging}`];
  }
}
