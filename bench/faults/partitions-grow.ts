import { Kafka, logLevel } from 'kafkajs';
import { growPartitions } from '../../deploy/recovery/grow-partitions.js';
import { numberThatMoves } from '../campaign/number-that-moves.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultGround } from '../campaign/fault-ground.js';

const HEARD = 5;
const SOME_MORE_MS = 2_000;

export const partitionsGrow: Fault = {
  name: 'partitions-grow',
  does: 'Every topic gets some more partitions under a stream of results, while screening is dead: it comes back to what lies in the old and the new ones.',
  mustHold: 'Receipts go on; nothing of a child is handled before what lies in its former partition.',
  ground: 'one-broker',
  rounds: 3,
  round: (stage) =>
    stage.life(
      async (stream) => {
        const { ground } = stage;
        await ground.hub.kill('screening');
        const before = await partitionsOf(ground, 'journal.v1');
        const childIds = stream.registered.map(({ childId }) => childId);
        const given = { partitions: String(numberThatMoves(childIds, before.length)) };
        const env = { KAFKA_BROKERS: ground.servers.brokers.join(), TOPIC_PREFIX: ground.topicPrefix };
        await growPartitions.run(given, env, () => undefined);
        await ground.doors.until('events in the new partitions', async () => {
          // For a moment new partitions have nobody who leads them.
          const ends = await partitionsOf(ground, 'journal.v1').catch(() => []);
          return ends.slice(before.length).reduce((sum, end) => sum + end, 0) > HEARD ? true : null;
        });
        await ground.hub.restart('screening');
        await stage.goesOnAcknowledging(SOME_MORE_MS);
      },
      { shared: 2 },
    ),
};

/** Where each partition ends. */
async function partitionsOf({ servers, topicPrefix }: FaultGround, topic: string): Promise<number[]> {
  const kafka = new Kafka({ clientId: 'grow', brokers: servers.brokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topicPrefix + topic);
    return ends.sort((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
  } finally {
    await admin.disconnect();
  }
}
