import { containerImages } from './container-images.js';
import { MissingServersError } from './missing-servers-error.js';

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
  const { startKafkaContainer } = await import('./start-kafka-container.js');
  say(`starting ${containerImages.postgres} and ${containerImages.kafka} in containers`);
  const [postgres, kafka] = await Promise.all([
    // Seven processes and the tests beside them want more connections than the image's hundred.
    new PostgreSqlContainer(containerImages.postgres)
      .withUsername('hub')
      .withDatabase('postgres')
      .withCommand(['postgres', '-c', 'max_connections=300'])
      .start(),
    startKafkaContainer(client.info.containerRuntime.host),
  ]);
  return {
    databaseUrl: postgres.getConnectionUri(),
    brokers: [kafka.broker],
    stop: async () => {
      await Promise.all([postgres.stop(), kafka.container.stop()]);
    },
  };
}
