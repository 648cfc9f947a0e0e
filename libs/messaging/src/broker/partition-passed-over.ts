import type { RecordMetadata } from 'kafkajs';
import type { BrokerMessage } from './broker.js';

/**
 * The first partition (`topic/partition`) of a request that no node has answered for; null when all were. kafkajs 2.2.4 keeps the answers of
 * the nodes while it tries again: when a partition's leader moves to a node that has answered already, what goes to that partition is never
 * sent, and the client says that all is well. Messages without a partition of their own are not looked at.
 */
export function partitionPassedOver(
  request: readonly BrokerMessage[],
  answers: readonly Pick<RecordMetadata, 'topicName' | 'partition'>[],
): string | null {
  const answered = new Set(answers.map(({ topicName, partition }) => `${topicName}/${partition}`));
  const sent = request.filter(({ partition }) => partition !== undefined);
  return sent.map(({ topic, partition }) => `${topic}/${partition}`).find((place) => !answered.has(place)) ?? null;
}
