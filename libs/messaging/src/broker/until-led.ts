import { setTimeout as pause } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

const WITHIN_MS = 30_000;

/**
 * Waits until every partition of new topics has a leader. The client's own waiting gives up at the first answer of a broker that
 * has not heard of the topic yet.
 */
export async function untilLed(admin: Admin, topics: string[]): Promise<void> {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics });
      if (metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error(`No leader within ${WITHIN_MS} ms for a partition of ${topics.join(', ')}`);
    await pause(50);
  }
}
