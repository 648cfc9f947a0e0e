import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import type { ReceivedBatch } from './broker.js';
import { KafkajsSubscription } from './kafkajs-subscription.js';

const timing = { sessionTimeoutMs: 10_000, topicLookMs: 30_000 };

type Listener = (event: { payload: Record<string, unknown> }) => void;
type EachBatch = (payload: { batch: object; resolveOffset: (offset: string) => void }) => Promise<void>;

/** The client as far as the subscription sees it: the test says when it joins, fetches and hands on. */
class ClientOnPaper {
  readonly listeners = new Map<string, Listener[]>();
  readonly paused = new Set<string>();
  resolved: string[] = [];
  eachBatch!: EachBatch;
  readonly calls: string[] = [];
  readonly committed: string[] = [];
  refusal: Error | null = null;
  connecting = Promise.resolve();

  readonly kafka = {
    consumer: () => ({
      on: (name: string, listener: Listener) => {
        this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
      },
      connect: () => {
        this.calls.push('connect');
        return this.connecting;
      },
      subscribe: async () => undefined,
      run: async ({ eachBatch }: { eachBatch: EachBatch }) => {
        this.calls.push('run');
        this.eachBatch = eachBatch;
      },
      pause: (lanes: object[]) => lanes.forEach((lane) => this.paused.add(JSON.stringify(lane))),
      resume: (lanes: object[]) => lanes.forEach((lane) => this.paused.delete(JSON.stringify(lane))),
      commitOffsets: async (offsets: { partition: number; offset: string }[]) => {
        if (this.refusal !== null) throw this.refusal;
        this.committed.push(...offsets.map(({ partition, offset }) => `${partition}:${offset}`));
      },
      disconnect: async () => void this.calls.push('disconnect'),
    }),
  } as unknown as Kafka;

  tell(name: string, payload: Record<string, unknown> = {}): void {
    for (const listener of this.listeners.get(name) ?? []) listener({ payload });
  }

  handOn(partition: number, from: number, count: number, headers: object = {}): Promise<void> {
    const messages = Array.from({ length: count }, (_, nth) => ({
      offset: String(from + nth),
      value: null,
      headers,
      timestamp: '0',
    }));
    const lastOffset = () => String(from + count - 1);
    const batch = { topic: 't', partition, messages, highWatermark: String(from + count), lastOffset };
    return this.eachBatch({ batch, resolveOffset: (offset) => this.resolved.push(`${partition}:${offset}`) });
  }
}

describe('A subscription whose broker is away', () => {
  afterEach(() => void jest.useRealTimers());

  it('looks for it every five seconds at the latest, so that it goes on soon after it is back', async () => {
    jest.useFakeTimers();
    const client = new ClientOnPaper();
    client.connecting = Promise.reject(Object.assign(new Error('no'), { name: 'KafkaJSConnectionError' }));
    const receive = async () => 0;
    const options = { group: 'g', topics: ['t'], maxBatch: 2, receive };
    const subscription = new KafkajsSubscription(client.kafka, options, timing, () => undefined);
    await subscription.start();
    await jest.advanceTimersByTimeAsync(60_000);
    const tries = client.calls.filter((call) => call === 'connect').length;
    expect(tries).toBeGreaterThanOrEqual(12);
    expect(subscription.state().silentMs).toBeLessThan(10_000);
    jest.useRealTimers();
    await subscription.close();
  });
});

describe('A subscription knows when the broker last answered', () => {
  const heard = async (...names: string[]): Promise<boolean> => {
    const client = new ClientOnPaper();
    const options = { group: 'g', topics: ['t'], maxBatch: 2, receive: async () => 0 };
    const subscription = new KafkajsSubscription(client.kafka, options, timing, () => undefined);
    await subscription.start();
    for (const name of names) client.tell(name, { error: new Error('x') });
    const answered = subscription.unansweredMs < 1_000;
    await subscription.close();
    return answered;
  };

  it.each(['consumer.group_join', 'consumer.fetch', 'consumer.heartbeat'])('%s is an answer', async (name) =>
    expect(await heard(name)).toBe(true),
  );

  it('that it begins anew, or dies, is none', async () => {
    expect(await heard()).toBe(false);
    expect(await heard('consumer.rebalancing', 'consumer.crash')).toBe(false);
  });
});

describe('A subscription that is given a message which its client cannot take', () => {
  const options = { group: 'g', topics: ['t'], maxBatch: 2 };

  it('takes one with a header without a value, as any sender may send it', async () => {
    const client = new ClientOnPaper();
    const received: ReceivedBatch[] = [];
    const receive = async (batch: ReceivedBatch) => {
      received.push(batch);
      return batch.messages.at(-1)!.offset + 1;
    };
    const subscription = new KafkajsSubscription(client.kafka, { ...options, receive }, timing, () => undefined);
    await subscription.start();
    client.tell('consumer.group_join');
    client.tell('consumer.fetch_start', { nodeId: 1 });
    await client.handOn(0, 7, 1, { empty: null, ce_type: Buffer.from('thing.made.v1') });
    await new Promise(setImmediate);
    expect(received[0]!.messages[0]!.headers).toEqual({ ce_type: 'thing.made.v1' });
    await subscription.close();
  });

  it('and dies of it soon after each joining counts as dead, until it has been a member for a minute', async () => {
    jest.useFakeTimers();
    const client = new ClientOnPaper();
    const receive = async () => 0;
    const subscription = new KafkajsSubscription(client.kafka, { ...options, receive }, timing, () => undefined);
    await subscription.start();
    for (let nth = 0; nth < 10; nth += 1) {
      expect(subscription.state().running).toBe(true);
      client.tell('consumer.group_join');
      client.tell('consumer.crash', { error: new TypeError('not a function') });
      client.listeners.clear();
      await jest.advanceTimersByTimeAsync(5_000);
    }
    client.tell('consumer.group_join');
    expect(subscription.state().running).toBe(false);
    await jest.advanceTimersByTimeAsync(61_000);
    expect(subscription.state().running).toBe(true);
    jest.useRealTimers();
    await subscription.close();
  });

  afterEach(() => void jest.useRealTimers());
});

describe('A subscription to a topic that has gaps', () => {
  it('says where its first message lies though that cannot be handled yet: what lay before it is not kept any more', async () => {
    const client = new ClientOnPaper();
    const begun = Promise.withResolvers<void>();
    const receive = async ({ messages }: ReceivedBatch) => {
      begun.resolve();
      return messages[0]!.offset;
    };
    const options = { group: 'g', topics: ['t'], maxBatch: 2, receive };
    const subscription = new KafkajsSubscription(client.kafka, options, timing, () => undefined);
    await subscription.start();
    client.tell('consumer.group_join');
    client.tell('consumer.fetch_start', { nodeId: 1 });
    await client.handOn(0, 12, 1);
    await begun.promise;
    await subscription.close();
    expect(client.committed).toEqual(['0:12']);
  });
});

describe('A subscription through a new assignment', () => {
  const received: ReceivedBatch[] = [];
  let subscription: KafkajsSubscription;
  let endHandling: () => void = () => undefined;

  async function joined(): Promise<ClientOnPaper> {
    const client = new ClientOnPaper();
    const handling = new Promise<void>((resolve) => (endHandling = resolve));
    const receive = async (batch: ReceivedBatch) => {
      received.push(batch);
      await handling;
      return batch.messages.at(-1)!.offset + 1;
    };
    subscription = new KafkajsSubscription(
      client.kafka,
      { group: 'g', topics: ['t'], maxBatch: 2, receive },
      timing,
      () => undefined,
    );
    await subscription.start();
    client.tell('consumer.group_join');
    return client;
  }

  afterEach(async () => {
    endHandling();
    await subscription.close();
    received.length = 0;
  });

  it('resumes what it had paused, for the client stays paused by itself', async () => {
    const client = await joined();
    client.tell('consumer.fetch_start', { nodeId: 1 });
    await client.handOn(0, 0, 20);
    expect(client.paused.size).toBe(1);
    client.tell('consumer.group_join');
    expect(client.paused.size).toBe(0);
  });

  it('does not take what was fetched before it, so that nothing is skipped', async () => {
    const client = await joined();
    client.tell('consumer.fetch_start', { nodeId: 1 });
    client.tell('consumer.fetch_start', { nodeId: 2 });
    client.tell('consumer.group_join');
    client.tell('consumer.fetch_start', { nodeId: 1 });
    await client.handOn(0, 900, 2);
    expect(client.resolved).toEqual([]);

    client.tell('consumer.fetch_start', { nodeId: 2 });
    await client.handOn(0, 100, 2);
    expect(client.resolved).toEqual(['0:101']);
    await new Promise(setImmediate);
    expect(received.map(({ messages }) => messages[0]!.offset)).toEqual([100]);
  });
});

describe('A subscription whose offsets are refused', () => {
  afterEach(() => void jest.useRealTimers());

  const beginnings = async (refusal: Error): Promise<number> => {
    jest.useFakeTimers();
    const client = new ClientOnPaper();
    const receive = async ({ messages }: ReceivedBatch) => messages.at(-1)!.offset + 1;
    const options = { group: 'g', topics: ['t'], maxBatch: 2, receive };
    const subscription = new KafkajsSubscription(client.kafka, options, timing, () => undefined);
    await subscription.start();
    client.tell('consumer.group_join');
    client.tell('consumer.fetch_start', { nodeId: 1 });
    client.refusal = refusal;
    const handedOn = client.handOn(0, 0, 1);
    await jest.advanceTimersByTimeAsync(1_000);
    await handedOn;
    expect(subscription.state().running).toBe(true);
    client.refusal = null;
    const times = client.calls.filter((call) => call === 'run').length;
    jest.useRealTimers();
    await subscription.close();
    return times;
  };

  it('because another node keeps the group begins anew, for its client would go on asking the former one', async () => {
    const moved = Object.assign(new Error('x'), { type: 'NOT_COORDINATOR_FOR_GROUP' });
    expect(await beginnings(new Error('retries exceeded', { cause: moved }))).toBe(2);
  });

  it('for another reason tells them again', async () => {
    expect(await beginnings(Object.assign(new Error('x'), { type: 'COORDINATOR_LOAD_IN_PROGRESS' }))).toBe(1);
  });
});

describe('A subscription that is closed', () => {
  const opened = (client: ClientOnPaper) =>
    new KafkajsSubscription(
      client.kafka,
      { group: 'g', topics: ['t'], maxBatch: 2, receive: async () => 0 },
      timing,
      () => undefined,
    );

  it('while it begins lets the client come to an end with that and then disconnects it, so that no member stays behind', async () => {
    const client = new ClientOnPaper();
    let connected: () => void = () => undefined;
    client.connecting = new Promise((resolve) => (connected = resolve));
    const subscription = opened(client);
    void subscription.start();
    const closed = subscription.close();
    await new Promise(setImmediate);
    expect(client.calls).toEqual(['connect']);
    connected();
    await closed;
    expect(client.calls).toContain('disconnect');
    expect(client.calls).not.toContain('run');
  });
});
