import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { BenchHub } from '../bench-hub.js';

interface Message {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly headers: Record<string, string>;
  readonly payload: Buffer;
}

/** The first so many messages of a type on a topic, as the broker has them. */
export async function messagesOfTopic(
  { servers, topicPrefix }: BenchHub,
  { topic, type, count }: { topic: string; type: string; count: number },
): Promise<Message[]> {
  const kafka = new Kafka({ clientId: 'bench', brokers: [...servers.brokers], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `ledger-${randomUUID()}` });
  const found: Message[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topicPrefix + topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const eachMessage: Parameters<typeof consumer.run>[0] = {
        autoCommit: false,
        eachMessage: async ({ topic: from, partition, message }) => {
          const headers = Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
          );
          if (headers['ce_type'] !== type || message.value === null || found.length === count) return;
          found.push({ topic: from, partition, offset: Number(message.offset), headers, payload: message.value });
          if (found.length === count) resolve();
        },
      };
      consumer.run(eachMessage).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return found;
}
