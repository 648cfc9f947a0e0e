import { GenericContainer, RandomPortGenerator, type StartedTestContainer } from 'testcontainers';
import { containerImages } from './container-images.js';
import { kafkaEnvironment } from './kafka-environment.js';

/** As the embedded node: tests make sessions short, services do not. */
const SHORT_SESSIONS = { KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000' };

/** Starts Apache Kafka on a port of the engine's host that is known before it starts: a broker has to tell its clients its address. */
export async function startKafkaContainer(host: string): Promise<{ broker: string; container: StartedTestContainer }> {
  const port = await new RandomPortGenerator().generatePort();
  const broker = `${host}:${port}`;
  const container = await new GenericContainer(containerImages.kafka)
    .withEnvironment({ ...kafkaEnvironment(broker), ...SHORT_SESSIONS })
    .withExposedPorts({ container: 9092, host: port })
    .withStartupTimeout(120_000)
    .start();
  return { broker, container };
}
