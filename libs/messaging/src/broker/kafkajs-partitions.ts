import { type ICustomPartitioner, type PartitionMetadata, Partitioners } from 'kafkajs';

const byKey = Partitioners.DefaultPartitioner();

/** The name by which kafkajs knows that it has to ask for the partitions and try again. */
class PartitionUnknown extends Error {
  override readonly name = 'KafkaJSMetadataNotLoaded';
  readonly retriable = true;
}

/** The same list for every key: it is asked for each event. */
const lists = new Map<number, PartitionMetadata[]>();

/** As the clients of Kafka place a key (murmur2), whichever partitions there are now. */
export function placeOf(key: string, partitions: number): number {
  const partitionMetadata = lists.get(partitions) ?? Array.from({ length: partitions }, (_, nth) => metadata(nth));
  lists.set(partitions, partitionMetadata);
  return byKey({ topic: '', partitionMetadata, message: { key, value: null } });
}

function metadata(partitionId: number): PartitionMetadata {
  return { partitionId, leader: 0, partitionErrorCode: 0, replicas: [], isr: [] };
}

/**
 * Where the sender says, or by key. Messages to a partition that kafkajs has not heard of yet it would pass over, as if they were sent: so
 * that none is lost, this is an error, after which it asks.
 */
export const knownPartition: ICustomPartitioner = () => (args) => {
  const { topic, partitionMetadata, message } = args;
  const partition = message.partition ?? byKey(args);
  if (partitionMetadata.some(({ partitionId }) => partitionId === partition)) return partition;
  throw new PartitionUnknown(`Partition ${partition} of ${topic} is not known`);
};
