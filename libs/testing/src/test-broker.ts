import { randomUUID } from 'node:crypto';
import type { Broker } from '#messaging/broker/broker.js';
import { KafkajsBroker } from '#messaging/broker/kafkajs-broker.js';

export interface TestBroker {
  broker: Broker;
  brokers: string[];
  /** Before the topics of this test file, so that files do not hear each other. */
  topicPrefix: string;
  /** Creates topics, named without prefix. */
  createTopics(topics: readonly string[], partitions?: number): Promise<void>;
  close(): Promise<void>;
}

/** The real broker of `TEST_KAFKA_BROKERS`, with a topic prefix of its own. Close it in `afterAll`. */
export function testBroker(): TestBroker {
  const given = process.env['TEST_KAFKA_BROKERS'];
  if (!given) throw new Error('TEST_KAFKA_BROKERS is not set: run the tests with npm test');
  const brokers = given.split(',');
  const broker = new KafkajsBroker({ brokers, clientId: 'test' });
  const topicPrefix = `t${randomUUID().slice(0, 8)}.`;
  return {
    broker,
    brokers,
    topicPrefix,
    createTopics: (topics, partitions = 6) =>
      broker.ensureTopics(topics.map((topic) => ({ topic: `${topicPrefix}${topic}`, partitions }))),
    close: () => broker.close(),
  };
}
