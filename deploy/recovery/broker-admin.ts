import { type Admin, Kafka, logLevel } from 'kafkajs';
import { z } from 'zod';
import { CommandError } from '../local/command-error.js';

const EnvironmentSchema = z.object({
  KAFKA_BROKERS: z.string().transform((text) => text.split(',').map((broker) => broker.trim())),
  TOPIC_PREFIX: z.string().default('hub.'),
});

/** Works with the broker that the environment names, and says so when there is none. */
export async function withBrokerAdmin<T>(
  env: NodeJS.ProcessEnv,
  work: (admin: Admin, topicPrefix: string) => Promise<T>,
): Promise<T> {
  const read = EnvironmentSchema.safeParse(env);
  if (!read.success)
    throw new CommandError('KAFKA_BROKERS is missing: host:port, with commas between. Nothing was done.');
  const { KAFKA_BROKERS: brokers, TOPIC_PREFIX: topicPrefix } = read.data;
  const admin = new Kafka({
    clientId: 'recovery',
    brokers,
    logLevel: logLevel.NOTHING,
    retry: { retries: 4, initialRetryTime: 200 },
  }).admin();
  try {
    await admin.connect();
  } catch (error) {
    throw new CommandError(
      `The broker at ${brokers.join(', ')} does not answer. Nothing was done. (${String(error)})`,
      1,
    );
  }
  try {
    return await work(admin, topicPrefix);
  } finally {
    await admin.disconnect();
  }
}
