import { Kafka, logLevel } from 'kafkajs';
import type { FaultGround } from './fault-ground.js';
import { mortalServices } from '../kill/kill-plan.js';

/** Waits until every event of the type that was published so far has been handled or passed over by every service that reads its topic. */
export async function passedByAll({ servers, topicPrefix, doors, sql }: Where, type: string): Promise<void> {
  const unsent = `select from outbox where sent_at is null and type = '${type}' limit 1`;
  await doors.until(`${type} out of the outbox`, async () => ((await sql(unsent)).length === 0 ? true : null));
  const kafka = new Kafka({ clientId: 'passed', brokers: [...servers.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topic = `${topicPrefix}${type.split('.')[0]}.v1`;
    const ends = await admin.fetchTopicOffsets(topic);
    const isPassed = async (service: string) => {
      const [read] = await admin.fetchOffsets({ groupId: topicPrefix + service, topics: [topic] });
      const passed = new Map(read!.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      if ([...passed.values()].every((offset) => offset < 0)) return true;
      return ends.every(({ partition, high }) => Math.max(0, passed.get(partition) ?? 0) >= Number(high));
    };
    await doors.until(`${type} passed by all`, async () => {
      const each = await Promise.all(mortalServices.map(isPassed));
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
