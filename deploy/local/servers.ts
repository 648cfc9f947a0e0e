import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startContainers } from './servers/container-servers.js';
import { EmbeddedKafka, type KafkaLine } from './servers/embedded-kafka.js';
import { EmbeddedPostgres } from './servers/embedded-postgres.js';
import { kafkaJars } from './servers/kafka-jars.js';
import { MissingServersError } from './servers/missing-servers-error.js';
import { postgresHome } from './servers/postgres-binaries.js';
import { ProcessGuard } from './servers/process-guard.js';
import type { RestartableServer } from './servers/restartable-server.js';

export interface ServerOptions {
  /** State goes here: data, logs, the superuser's password. */
  dir: string;
  /** Keep the data for the next start. Otherwise the folder is removed when the servers stop, however they stop. */
  persistent: boolean;
  /** Off only where losing the data of a power cut is no loss: in tests. */
  fsync: boolean;
  /** Where the way that was taken is told. */
  say?: (line: string) => void;
  /** Nodes of the broker, where we start it ourselves; default 1. */
  kafkaNodes?: number;
  /** Whether each node also listens behind a line (see `KafkaNode`); default no. */
  kafkaLines?: boolean;
}

/** A node of the broker. `line`: the listener for clients that come over a line which somebody lays from `tells` to `listens`. */
export type KafkaNode = RestartableServer & { port: number; line: KafkaLine | null };

/** Real servers, however they were had. */
export interface Servers {
  way: 'given' | 'containers' | 'embedded';
  /** A superuser's connection: for provisioning and for test databases. */
  databaseUrl: string;
  brokers: string[];
  /** Only embedded servers can be killed and restarted one by one: otherwise null, and no nodes. */
  postgres: (RestartableServer & { port: number }) | null;
  kafka: readonly KafkaNode[];
  stop(): Promise<void>;
}

function given(say: (line: string) => void): Servers | null {
  const databaseUrl = process.env['DATABASE_URL'];
  const brokers = process.env['KAFKA_BROKERS'];
  if (databaseUrl === undefined && brokers === undefined) return null;
  if (databaseUrl === undefined || brokers === undefined) {
    const [there, missing] =
      databaseUrl === undefined ? ['KAFKA_BROKERS', 'DATABASE_URL'] : ['DATABASE_URL', 'KAFKA_BROKERS'];
    throw new MissingServersError([`${there} is set but ${missing} is not: give both, or neither`]);
  }
  say(`servers: given (DATABASE_URL, KAFKA_BROKERS=${brokers})`);
  return {
    way: 'given',
    databaseUrl,
    brokers: brokers.split(','),
    postgres: null,
    kafka: [],
    stop: async () => undefined,
  };
}

/** The ports of the last start, so that addresses stay the same where nobody took them meanwhile. */
async function lastPorts(file: string): Promise<{ postgres?: number; kafka?: number }> {
  return readFile(file, 'utf8').then(JSON.parse, () => ({}));
}

async function embedded(options: ServerOptions, say: (line: string) => void): Promise<Servers> {
  const dir = resolve(options.dir);
  const jars = await kafkaJars(say);
  if (!options.persistent) await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const guard = new ProcessGuard(options.persistent ? undefined : dir);
  try {
    const ports = await lastPorts(join(dir, 'ports.json'));
    const started = await Promise.allSettled([
      EmbeddedKafka.startCluster({
        dir,
        jars,
        guard,
        port: ports.kafka,
        nodes: options.kafkaNodes ?? 1,
        lines: options.kafkaLines ?? false,
      }),
      EmbeddedPostgres.start({ dir, guard, fsync: options.fsync, port: ports.postgres }),
    ]);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    const [kafka, postgres] = started.map((one) => (one as PromiseFulfilledResult<unknown>).value) as [
      EmbeddedKafka[],
      EmbeddedPostgres,
    ];
    await writeFile(join(dir, 'ports.json'), JSON.stringify({ postgres: postgres.port, kafka: kafka[0]!.port }));
    const kafkaPorts = kafka.map(({ port }) => port).join(', ');
    say(
      `servers: embedded PostgreSQL on port ${postgres.port}, Apache Kafka on port ${kafkaPorts}, fsync ${options.fsync ? 'on' : 'off'}`,
    );
    return {
      way: 'embedded',
      databaseUrl: postgres.url,
      brokers: kafka.map(({ broker }) => broker),
      postgres,
      kafka,
      stop: async () => {
        await Promise.all([...kafka.map((node) => node.stop()), postgres.stop()]);
        if (!options.persistent) await rm(await postgresHome(dir), { recursive: true, force: true });
        await guard.close();
      },
    };
  } catch (error) {
    await guard.close();
    throw error;
  }
}

/**
 * Real PostgreSQL and Kafka: given by DATABASE_URL and KAFKA_BROKERS, in containers when HUB_SERVERS=containers asks for it, embedded otherwise.
 * @throws MissingServersError when none is possible, before anything is started.
 */
export async function startServers(options: ServerOptions): Promise<Servers> {
  const say = options.say ?? ((line: string) => console.log(line));
  const found = given(say);
  if (found !== null) return found;
  const wish = process.env['HUB_SERVERS'] ?? 'embedded';
  if (wish === 'embedded') return embedded(options, say);
  if (wish !== 'containers')
    throw new MissingServersError([`HUB_SERVERS is "${wish}"; it can be embedded or containers`]);
  const containers = await startContainers(say);
  say('servers: containers');
  return { way: 'containers', postgres: null, kafka: [], ...containers };
}
