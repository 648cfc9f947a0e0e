import type { Admin } from 'kafkajs';
import type { GroupProgress } from './broker.js';

/** Asks Kafka how far each group has come and where the partitions end that it has begun to read. */
export async function groupProgress(admin: Admin, groups: readonly string[]): Promise<Map<string, GroupProgress>> {
  const ends = new Map<string, Promise<Map<number, number>>>();
  const endsOf = (topic: string) => {
    const known = ends.get(topic) ?? endOffsets(admin, topic);
    ends.set(topic, known);
    return known;
  };
  const progress = new Map<string, GroupProgress>();
  for (const groupId of groups) {
    const of = { behind: 0, passed: 0 };
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
      const end = await endsOf(topic);
      for (const { partition, offset } of partitions) {
        // -1: the group has this partition and has passed nothing yet.
        const passed = Math.max(0, Number(offset));
        of.passed += passed;
        of.behind += Math.max(0, (end.get(partition) ?? passed) - passed);
      }
    }
    progress.set(groupId, of);
  }
  return progress;
}

async function endOffsets(admin: Admin, topic: string): Promise<Map<number, number>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}
