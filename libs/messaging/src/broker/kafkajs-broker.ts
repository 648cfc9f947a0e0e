import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import { log } from '#observability/log.js';
import type {
  Broker,
  BrokerMessage,
  PartitionProgress,
  Subscription,
  SubscriptionOptions,
  TopicPlan,
} from './broker.js';
import { BrokerQuestion } from './broker-question.js';
import { guardEndedFetch } from './ended-fetch-guard.js';
import { groupProgress } from './group-progress.js';
import { guardIdleLoop } from './idle-loop-guard.js';
import { KafkajsSubscription } from './kafkajs-subscription.js';
import { kafkajsLog } from './kafkajs-log.js';
import { knownPartition, placeOf } from './kafkajs-partitions.js';
import { partitionPassedOver } from './partition-passed-over.js';
import { seedsInTurn } from './seeds-in-turn.js';
import { untilLed } from './until-led.js';

export interface KafkajsBrokerOptions {
  brokers: string[];
  /** Shown in the broker's logs and quotas: the service's name. */
  clientId: string;
  /** After this long without a heartbeat a member of a group counts as dead and its partitions go to others; a broker allows 6 s at least unless it is told otherwise. Default 10 s. */
  sessionTimeoutMs?: number;
  /** Consumers hear after so long at the latest that a topic has more partitions. Default 30 s. */
  topicLookMs?: number;
}

/** The broker refuses a partition's part of a request above 1 MB; all of a request may fall on one partition. */
const REQUEST_BYTES = 800_000;
const OVERHEAD_BYTES = 100;
/** A consumer hears from a broker that is there every second. */
const HEARD_LATELY_MS = 5_000;

/** Apache Kafka through kafkajs 2.2.4. */
export class KafkajsBroker implements Broker {
  private readonly kafka: Kafka;
  /** For sending: gives up soon, because who sends begins again with a new producer, which asks anew who leads. */
  private readonly sender: Kafka;
  private readonly subscriptions = new Set<KafkajsSubscription>();
  private readonly question: BrokerQuestion;
  private readonly timing: { sessionTimeoutMs: number; topicLookMs: number };
  private producer: Promise<Producer> | null = null;

  constructor({ brokers, clientId, sessionTimeoutMs = 10_000, topicLookMs = 30_000 }: KafkajsBrokerOptions) {
    guardIdleLoop();
    guardEndedFetch();
    this.timing = { sessionTimeoutMs, topicLookMs };
    this.question = new BrokerQuestion({ brokers, clientId });
    const client = { clientId, connectionTimeout: 3000, logLevel: logLevel.WARN, logCreator: kafkajsLog };
    const tries = { initialRetryTime: 100, maxRetryTime: 2000 };
    this.kafka = new Kafka({
      ...client,
      brokers: seedsInTurn(brokers),
      requestTimeout: 15_000,
      retry: { ...tries, retries: 5 },
    });
    this.sender = new Kafka({
      ...client,
      brokers: seedsInTurn(brokers),
      requestTimeout: 10_000,
      retry: { ...tries, retries: 1 },
    });
  }

  async send(messages: BrokerMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const producer = await this.connected();
    try {
      for (const request of requests(messages)) {
        const answers = await producer.sendBatch({ acks: -1, topicMessages: byTopic(request) });
        const passedOver = partitionPassedOver(request, answers);
        if (passedOver !== null) throw new Error(`The client has not sent what goes to ${passedOver}`);
      }
    } catch (error) {
      this.producer = null;
      // Not waited for: it waits for the answer of a node that may never come. What arrives late arrives twice, which is allowed.
      producer.disconnect().catch((failed: unknown) => log.warn('A producer did not end well', {}, failed));
      throw error;
    }
  }

  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    const subscription = new KafkajsSubscription(this.kafka, options, this.timing, () =>
      this.subscriptions.delete(subscription),
    );
    this.subscriptions.add(subscription);
    await subscription.start();
    return subscription;
  }

  async ensureTopics(topics: TopicPlan[]): Promise<void> {
    await this.asking(async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter(({ topic }) => !existing.has(topic));
      if (missing.length === 0) return;
      await admin.createTopics({
        waitForLeaders: false,
        topics: missing.map(({ topic, partitions }) => ({ topic, numPartitions: partitions, replicationFactor: -1 })),
      });
      await untilLed(
        admin,
        missing.map(({ topic }) => topic),
      );
    });
  }

  progress(groups: readonly string[], topics?: readonly string[]): Promise<ReadonlyMap<string, PartitionProgress[]>> {
    return this.asking((admin) => groupProgress(admin, groups, topics));
  }

  endsOf(topic: string): Promise<number[]> {
    return this.asking(async (admin) => {
      // To ask for one that is not there would make it, where a broker makes topics by itself.
      if (!(await admin.listTopics()).includes(topic)) return [];
      const ends = await admin.fetchTopicOffsets(topic);
      return ends.toSorted((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
    });
  }

  placeOf(key: string, partitions: number): number {
    return placeOf(key, partitions);
  }

  async reachable(): Promise<boolean> {
    for (const subscription of this.subscriptions) if (subscription.unansweredMs < HEARD_LATELY_MS) return true;
    return this.question.now();
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    const producer = this.producer;
    this.producer = null;
    if (producer)
      await producer.then(
        (connected) => connected.disconnect(),
        () => undefined,
      );
  }

  private async asking<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await question(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** The one producer; after a failed send a new one, because an idempotent producer's sequence may be broken then. */
  private connected(): Promise<Producer> {
    this.producer ??= this.connect();
    return this.producer;
  }

  private async connect(): Promise<Producer> {
    const producer = this.sender.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: knownPartition,
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.producer = null;
      throw error;
    }
  }
}

function* requests(messages: BrokerMessage[]): Generator<BrokerMessage[]> {
  let request: BrokerMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (request.length > 0 && bytes + size > REQUEST_BYTES) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(message);
    bytes += size;
  }
  yield request;
}

function sizeOf({ key, value, headers }: BrokerMessage): number {
  let size = OVERHEAD_BYTES + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const [name, header] of Object.entries(headers)) size += name.length + Buffer.byteLength(header) + 4;
  return size;
}

function byTopic(messages: BrokerMessage[]) {
  return [...Map.groupBy(messages, ({ topic }) => topic)].map(([topic, list]) => ({
    topic,
    messages: list.map(({ key, value, headers, partition }) => ({
      key,
      value,
      headers,
      ...(partition === undefined ? {} : { partition }),
    })),
  }));
}
