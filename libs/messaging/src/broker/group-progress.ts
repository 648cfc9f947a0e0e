import type { Admin } from 'kafkajs';
import type { PartitionProgress } from './broker.js';

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** Asks Kafka how far each group has come and where the partitions end: of these topics, or of those that it has begun to read. */
export async function groupProgress(
  admin: Admin,
  groups: readonly string[],
  topics?: readonly string[],
): Promise<Map<string, PartitionProgress[]>> {
  const ends = new Map<string, Promise<Map<number, Ends>>>();
  const endsOf = (topic: string) => {
    const known = ends.get(topic) ?? endOffsets(admin, topic);
    ends.set(topic, known);
    return known;
  };
  const progress = new Map<string, PartitionProgress[]>();
  for (const groupId of groups) {
    const of: PartitionProgress[] = [];
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId, ...(topics && { topics: [...topics] }) })) {
      const end = await endsOf(topic);
      for (const { partition, offset } of partitions) {
        const { low, high } = end.get(partition) ?? { low: 0, high: 0 };
        // -1: the group has this partition and has passed nothing yet. What the topic no longer keeps is passed.
        const passed = Math.max(low, Number(offset));
        of.push({ topic, partition, passed, behind: Math.max(0, high - passed) });
      }
    }
    progress.set(groupId, of);
  }
  return progress;
}

async function endOffsets(admin: Admin, topic: string): Promise<Map<number, Ends>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]));
}
