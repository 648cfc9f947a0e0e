import type { Batch, Consumer, Kafka, TopicPartitionOffset } from 'kafkajs';
import { log } from '#observability/log.js';
import type { Subscription, SubscriptionOptions, SubscriptionState } from './broker.js';
import { FetchPace } from './fetch-pace.js';
import { MemberLife } from './member-life.js';
import { OffsetCommitter } from './offset-committer.js';
import { PartitionLanes } from './partition-lanes.js';
import { receivedMessage } from './received-message.js';

/** How soon a broker that comes back after long is found at the latest; with the client's own tries about as long again. */
const LONGEST_RESTART_PAUSE_MS = 5_000;
const LONGEST_PAUSE_TO_MEND_MS = 2_000;
const END_WITHIN_MS = 8_000;
/** While no broker answers a beginning takes long: then it ends by itself after the close. */
const END_BEGINNING_WITHIN_MS = 3_000;
/**
 * One member of a consumer group. kafkajs only fetches: every batch goes into the lane of its partition at once, so that a slow
 * partition holds up neither the others nor the heartbeats. Offsets are remembered when the lane says so.
 */
export class KafkajsSubscription implements Subscription {
  private readonly lanes: PartitionLanes;
  private readonly pace = new FetchPace();
  private readonly life = new MemberLife();
  private readonly committer = new OffsetCommitter((offsets) => this.commit(offsets));
  private consumer: Consumer | null = null;
  private closed = false;
  private restarts = 0;
  private restart: NodeJS.Timeout | null = null;
  private starting: Promise<void> = Promise.resolve();
  /** What the client takes for mendable, such as a topic that is only now being made. */
  private readonly mendable = new WeakSet<object>();

  constructor(
    private readonly kafka: Kafka,
    private readonly options: SubscriptionOptions,
    private readonly timing: { readonly sessionTimeoutMs: number; readonly topicLookMs: number },
    private readonly ended: () => void,
  ) {
    this.lanes = new PartitionLanes({
      maxBatch: options.maxBatch,
      receive: options.receive,
      done: (topic, partition, offset) => this.committer.done(topic, partition, offset),
      pause: ({ topic, partition }) => this.consumer?.pause([{ topic, partitions: [partition] }]),
      resume: (places) =>
        this.consumer?.resume(places.map(({ topic, partition }) => ({ topic, partitions: [partition] }))),
    });
  }

  /** Returns when the group is joined, or when the first try has failed; then it goes on trying by itself. */
  start(): Promise<void> {
    this.starting = this.begin();
    return this.starting;
  }

  private async begin(): Promise<void> {
    const { sessionTimeoutMs, topicLookMs } = this.timing;
    const consumer = this.kafka.consumer({
      groupId: this.options.group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.min(1000, sessionTimeoutMs / 4),
      metadataMaxAge: topicLookMs,
      maxWaitTimeInMs: 500,
      maxBytesPerPartition: 1_048_576,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 2000,
        retries: 5,
        // The client's own restart cannot be called off: closed meanwhile, it would join again and stay for ever.
        restartOnFailure: async (error) => {
          this.mendable.add(error);
          return false;
        },
      },
    });
    this.consumer = consumer;
    this.life.begin();
    this.pace.begin();
    consumer.on('consumer.fetch_start', ({ payload }) => this.pace.fetching(String(payload.nodeId)));
    consumer.on('consumer.fetch', () => this.life.answered());
    consumer.on('consumer.heartbeat', () => this.life.answered());
    consumer.on('consumer.rebalancing', () => this.life.sign());
    consumer.on('consumer.group_join', () => this.joined());
    consumer.on('consumer.crash', ({ payload }) => {
      this.life.sign();
      this.startAgain(consumer, payload.error);
    });
    try {
      await consumer.connect();
      if (this.closed) return;
      await consumer.subscribe({ topics: this.options.topics, fromBeginning: true });
      if (this.closed) return;
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 16,
        eachBatch: async ({ batch, resolveOffset }) => {
          if (this.pace.isOfEarlierGeneration()) return this.untilNextFetch();
          this.fetched(batch);
          resolveOffset(batch.lastOffset());
          await this.untilNextFetch();
        },
      });
    } catch (error) {
      this.startAgain(consumer, error);
    } finally {
      if (this.closed) await consumer.disconnect().catch(() => undefined);
    }
  }

  state(): SubscriptionState {
    return {
      running: this.life.isAlive,
      silentMs: this.life.silentMs,
      partitions: this.lanes.state(),
    };
  }

  /** How long ago the broker last answered this member; a life of its own is no answer. */
  get unansweredMs(): number {
    return this.life.unansweredMs;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    if (this.restart) clearTimeout(this.restart);
    await within(this.lanes.end(), END_WITHIN_MS);
    await this.committer.close();
    // A client that is told to disconnect while it joins goes on joining: first it must have come to an end with that.
    await within(this.starting, END_BEGINNING_WITHIN_MS);
    await this.consumer?.disconnect();
    this.ended();
  }

  private joined(): void {
    this.life.joined();
    this.restarts = 0;
    this.pace.joined();
    this.committer.forget();
    this.lanes.begin();
  }

  private untilNextFetch(): Promise<void> {
    return this.pace.untilNext(this.lanes.tookMs);
  }

  /**
   * When the group moves to another node and cannot be joined there at once, kafkajs 2.2.4 stays a member there and goes on telling the former node
   * its offsets, which refuses them, for good: a new client asks anew who keeps the group.
   */
  private async commit(offsets: TopicPartitionOffset[]): Promise<void> {
    const { consumer } = this;
    try {
      await consumer?.commitOffsets(offsets);
    } catch (error) {
      if (consumer !== null && isKeptElsewhere(error)) {
        this.mendable.add(error);
        this.startAgain(consumer, error);
      }
      throw error;
    }
  }

  private fetched(batch: Batch): void {
    if (this.closed) return;
    this.lanes.push(batch, batch.messages.map(receivedMessage), Number(batch.highWatermark));
  }

  /** After an error that kafkajs could not deal with it ends for good; the hub goes on with a new member. A client that was given up already may go on dying. */
  private startAgain(ended: Consumer, error: unknown): void {
    if (this.closed || ended !== this.consumer) return;
    this.restarts += 1;
    const { group } = this.options;
    const isMendable = typeof error === 'object' && error !== null && this.mendable.has(error);
    const fields = { consumer: group, attempts: this.restarts };
    if (isMendable) log.info('The consumer begins anew', { ...fields, code: 'consumer_begins_anew' });
    else log.error('The consumer ended and is started again', fields, error);
    this.life.ended(error, isMendable);
    this.consumer = null;
    const [first, longest] = isMendable ? [50, LONGEST_PAUSE_TO_MEND_MS] : [500, LONGEST_RESTART_PAUSE_MS];
    const pause = Math.min(longest, first * 2 ** Math.min(this.restarts, 10));
    this.restart = setTimeout(() => {
      void Promise.resolve(ended.disconnect())
        .catch(() => undefined)
        .then(() => (this.closed ? undefined : this.start()));
    }, pause);
  }
}

function isKeptElsewhere(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return (error as { type?: unknown }).type === 'NOT_COORDINATOR_FOR_GROUP' || isKeptElsewhere(error.cause);
}

function within(work: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
