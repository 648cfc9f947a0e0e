import { MissingServersError } from './missing-servers-error.js';

const POSTGRES_IMAGE = 'postgres:18';
const KAFKA_IMAGE = 'confluentinc/cp-kafka:8.1.0';

export interface ContainerServers {
  databaseUrl: string;
  brokers: string[];
  stop(): Promise<void>;
}

/**
 * PostgreSQL and Kafka in throw-away containers.
 * @throws MissingServersError when no container engine answers.
 */
export async function startContainers(say: (line: string) => void): Promise<ContainerServers> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient().catch(() => null);
  if (client === null)
    throw new MissingServersError(['HUB_SERVERS=containers was asked for, but no Docker engine answers']);

  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const { KafkaContainer } = await import('@testcontainers/kafka');
  say(`starting ${POSTGRES_IMAGE} and ${KAFKA_IMAGE} in containers`);
  const [postgres, kafka] = await Promise.all([
    new PostgreSqlContainer(POSTGRES_IMAGE).withUsername('hub').withDatabase('postgres').start(),
    new KafkaContainer(KAFKA_IMAGE).withKraft().withEnvironment({ KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false' }).start(),
  ]);
  return {
    databaseUrl: postgres.getConnectionUri(),
    brokers: [`${kafka.getHost()}:${kafka.getMappedPort(9093)}`],
    stop: async () => {
      await Promise.all([postgres.stop(), kafka.stop()]);
    },
  };
}
