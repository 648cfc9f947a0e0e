import { GenericContainer, RandomPortGenerator, type StartedTestContainer } from 'testcontainers';
import { containerImages } from './container-images.js';
import { kafkaEnvironment } from './kafka-environment.js';

/** Starts Apache Kafka on a port of the engine's host that is known before it starts: a broker has to tell its clients its address. */
export async function startKafkaContainer(host: string): Promise<{ broker: string; container: StartedTestContainer }> {
  const port = await new RandomPortGenerator().generatePort();
  const broker = `${host}:${port}`;
  const container = await new GenericContainer(containerImages.kafka)
    .withEnvironment(kafkaEnvironment(broker))
    .withExposedPorts({ container: 9092, host: port })
    .withStartupTimeout(120_000)
    .start();
  return { broker, container };
}
