import type { Admin } from 'kafkajs';
import type { PartitionReach } from './broker.js';

/** Asks Kafka what the partitions of a topic hold and how far the group has come in each. */
export async function partitionReach(admin: Admin, topic: string, groupId: string | null): Promise<PartitionReach[]> {
  const [held, [passed]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    groupId === null ? [] : admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  const offsets = new Map(passed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return held
    .sort((a, b) => a.partition - b.partition)
    .map(({ partition, low, high }) => ({
      start: Number(low),
      end: Number(high),
      passed: Math.max(0, offsets.get(partition) ?? 0),
    }));
}
