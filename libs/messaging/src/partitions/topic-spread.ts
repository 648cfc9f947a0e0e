import type pg from 'pg';
import { log } from '#observability/log.js';
import type { Broker, BrokerMessage } from '../broker/broker.js';
import { FENCE_HEADER, writtenFence } from './fence.rules.js';
import { TopicSpreadStore, type StoredSpread } from './topic-spread.store.js';

interface Spread extends StoredSpread {
  /** How many partitions the topic was seen to have. */
  seen: number;
  lookedAt: number;
  /** Partitions to which the fence has been sent. */
  fenced: Set<number>;
}

export interface TopicSpreadOptions {
  broker: Broker;
  topicPrefix: string;
  /** How often to look whether a topic has another number of partitions. */
  topicLookMs: number;
}

/**
 * In which partition the relay puts an event: by its key, over the number of partitions that is kept in the database, so that more of them
 * change nothing by themselves. When there are more (or fewer), the number changes between two sends, and the first event to each
 * partition after that carries a fence: where all partitions ended. A consumer passes it when its group has handled all that lies before, so
 * that no event of a child overtakes an earlier one that lies in its former partition.
 */
export class TopicSpread {
  private readonly store = new TopicSpreadStore();
  private spreads = new Map<string, Spread>();

  constructor(private readonly options: TopicSpreadOptions) {}

  /** Another instance may have changed the numbers since. */
  forget(): void {
    this.spreads = new Map();
  }

  /** Makes these topics (full names) ready for `place`. Throws when the broker has to be asked and does not answer. */
  async prepare(client: pg.Client, topics: ReadonlySet<string>): Promise<void> {
    for (const topic of topics) await this.see(client, topic);
  }

  /** The messages with their partitions, and fences where they are due. */
  place(messages: readonly BrokerMessage[]): BrokerMessage[] {
    const begun = new Set<string>();
    return messages.map((message) => {
      const { partitions, fence, fenced } = this.spreads.get(message.topic)!;
      const partition = this.options.broker.placeOf(message.key, partitions);
      const place = `${message.topic}/${partition}`;
      if (fence === null || fenced.has(partition) || begun.has(place)) return { ...message, partition };
      begun.add(place);
      return { ...message, partition, headers: { ...message.headers, [FENCE_HEADER]: fence } };
    });
  }

  /** The broker has these messages. */
  sent(messages: readonly BrokerMessage[]): void {
    for (const { topic, partition, headers } of messages) {
      if (headers[FENCE_HEADER] !== undefined) this.spreads.get(topic)?.fenced.add(partition!);
    }
  }

  private async see(client: pg.Client, topic: string): Promise<void> {
    const spread = this.spreads.get(topic) ?? (await this.load(client, topic));
    this.spreads.set(topic, spread);
    if (performance.now() - spread.lookedAt > this.options.topicLookMs) {
      spread.lookedAt = performance.now();
      void this.look(topic, spread);
    }
    if (spread.seen !== spread.partitions) this.spreads.set(topic, await this.change(client, topic, spread));
  }

  private async load(client: pg.Client, topic: string): Promise<Spread> {
    const name = this.nameOf(topic);
    const known = await this.store.find(client, name);
    if (known) return { ...known, seen: known.partitions, lookedAt: -Infinity, fenced: new Set() };
    const { length: partitions } = await this.options.broker.endsOf(topic);
    if (partitions === 0) throw new Error(`There is no topic ${topic}: topics are made by the provisioning command`);
    await this.store.keep(client, name, { partitions, fence: null });
    return { partitions, fence: null, seen: partitions, lookedAt: performance.now(), fenced: new Set() };
  }

  /** Beside the sending, which goes on meanwhile as before. */
  private async look(topic: string, spread: Spread): Promise<void> {
    try {
      const { length: partitions } = await this.options.broker.endsOf(topic);
      if (partitions > 0) spread.seen = partitions;
    } catch (error) {
      log.warn('The partitions of a topic could not be looked at', { topic }, error);
    }
  }

  /** All that was sent before is acknowledged, or will be sent again: it lies before the ends that are read here. */
  private async change(client: pg.Client, topic: string, before: Spread): Promise<Spread> {
    const ends = await this.options.broker.endsOf(topic);
    const after = { partitions: ends.length, fence: writtenFence(ends) };
    await this.store.keep(client, this.nameOf(topic), after);
    log.info('Events of a topic go to another number of partitions from now on', {
      topic,
      count: before.partitions,
      total: after.partitions,
    });
    return { ...after, seen: after.partitions, lookedAt: performance.now(), fenced: new Set() };
  }

  private nameOf(topic: string): string {
    return topic.slice(this.options.topicPrefix.length);
  }
}
