/** A message to the broker: bytes and headers as they are. */
export interface BrokerMessage {
  /** Full topic name, prefix included. */
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: string;
  /** Where it goes; by its key over all partitions when nobody says. */
  partition?: number;
}

export interface ReceivedMessage {
  offset: number;
  key: string | null;
  headers: Record<string, string>;
  /** null: a tombstone. */
  value: Buffer | null;
  /** When the broker took it, milliseconds since 1970. */
  timestamp: number;
}

/** Messages of one partition in order. */
export interface ReceivedBatch {
  topic: string;
  partition: number;
  messages: ReceivedMessage[];
  /** Aborted when the partition is taken away or the consumer closes: end soon, nothing needs to be finished. */
  signal: AbortSignal;
}

/**
 * Receives one batch of a partition at a time; partitions run side by side. Answers the offset up to which (not included) all is
 * done and durable, which the broker then remembers; messages from there on come again. Never rejects.
 */
export type BatchReceiver = (batch: ReceivedBatch) => Promise<number>;

export interface SubscriptionOptions {
  group: string;
  /** Full topic names; they must exist. A group that is new starts at the beginning. */
  topics: string[];
  /** Messages in a batch at most. */
  maxBatch: number;
  receive: BatchReceiver;
}

/** What a consumer does now. */
export interface SubscriptionState {
  /** False when the consumer has ended for good although nobody closed it. */
  running: boolean;
  /** Milliseconds since the client last showed life: a fetch, a heartbeat, a try to connect again. */
  silentMs: number;
  partitions: {
    topic: string;
    partition: number;
    /** Messages fetched that wait here. */
    queued: number;
    /** How long the batch in hand has been in hand, 0 when none is. */
    busyMs: number;
    /** Messages behind the end of the partition, as of the last fetch. */
    lag: number;
  }[];
}

export interface Subscription {
  state(): SubscriptionState;
  /** Ends after the batches in hand have ended and their offsets are remembered. */
  close(): Promise<void>;
}

export interface TopicPlan {
  topic: string;
  partitions: number;
}

/** How far a group has come in a partition, whichever of its members has it. */
export interface PartitionProgress {
  /** Full topic name. */
  topic: string;
  partition: number;
  /** The offset up to which (not included) all is done, or no longer kept. */
  passed: number;
  /** Messages that the group has not passed. */
  behind: number;
}

/** The port to the message broker. Every adapter passes `broker.conformance.ts`. */
export interface Broker {
  /**
   * Resolves when all replicas in sync have all messages; messages of one key arrive in the order given. After an error some may have
   * arrived: send all again.
   */
  send(messages: BrokerMessage[]): Promise<void>;
  subscribe(options: SubscriptionOptions): Promise<Subscription>;
  /** Creates the topics that do not exist. */
  ensureTopics(topics: TopicPlan[]): Promise<void>;
  /** How far these groups have come in these topics; without, in all that they have begun to read. */
  progress(groups: readonly string[], topics?: readonly string[]): Promise<ReadonlyMap<string, PartitionProgress[]>>;
  /** Where each partition of the topic ends, in order: offset of the next message to come. Empty when there is no topic of that name. */
  endsOf(topic: string): Promise<number[]>;
  /** In which of so many partitions the messages of a key lie, for whoever sends them. */
  placeOf(key: string, partitions: number): number;
  /** Whether the broker answers: as a consumer has heard lately, or asked anew; no after two seconds of silence. */
  reachable(): Promise<boolean>;
  close(): Promise<void>;
}
