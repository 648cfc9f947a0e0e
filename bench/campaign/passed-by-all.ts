import { Kafka, logLevel } from 'kafkajs';
import { consumedTopics } from '#local/consumed-topics.js';
import type { FaultGround } from './fault-ground.js';

/** Waits until every event of the type that was published so far has been handled or passed over by every service that reads its topic. */
export async function passedByAll({ servers, topicPrefix, doors, sql }: Where, type: string): Promise<void> {
  const unsent = `select from outbox where sent_at is null and type = '${type}' limit 1`;
  await doors.until(`${type} out of the outbox`, async () => ((await sql(unsent)).length === 0 ? true : null));
  const kafka = new Kafka({ clientId: 'passed', brokers: [...servers.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const name = `${type.split('.')[0]}.v1`;
    const topic = topicPrefix + name;
    const readers = Object.entries(consumedTopics).flatMap(([service, of]) => (of.includes(name) ? [service] : []));
    const ends = await admin.fetchTopicOffsets(topic);
    const isPassed = async (service: string) => {
      const [read] = await admin.fetchOffsets({ groupId: topicPrefix + service, topics: [topic] });
      const passed = new Map(read!.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      // What the topic no longer keeps is passed.
      return ends.every(
        ({ partition, low, high }) => Math.max(Number(low), passed.get(partition) ?? -1) >= Number(high),
      );
    };
    await doors.until(`${type} passed by all`, async () => {
      const each = await Promise.all(readers.map(isPassed));
      return each.every(Boolean) ? true : null;
    });
  } finally {
    await admin.disconnect();
  }
}

interface Where extends Pick<FaultGround, 'servers' | 'doors'> {
  readonly topicPrefix: string;
  /** Asks the database of the service that publishes it. */
  readonly sql: (statement: string) => Promise<any[]>;
}
