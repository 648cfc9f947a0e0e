import { createRequire } from 'node:module';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '#testing/eventually.js';
import { brokerConformance } from './broker.conformance.js';
import { KafkajsBroker } from './kafkajs-broker.js';

const brokers = (process.env['TEST_KAFKA_BROKERS'] ?? '').split(',');
const makeBroker = () => new KafkajsBroker({ brokers, clientId: 'conformance', topicLookMs: 500 });
const administrator = () => new Kafka({ clientId: 'conformance', brokers, logLevel: logLevel.NOTHING }).admin();

brokerConformance('kafkajs', makeBroker);

describe('The guard of the idle loop of kafkajs', () => {
  interface Queue {
    scheduleCheckPendingRequests(): void;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
  }
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: Queue;
  };
  const broker = makeBroker();
  let armed = 0;
  let restore: () => void;
  beforeAll(() => {
    const guarded = RequestQueue.prototype.scheduleCheckPendingRequests;
    RequestQueue.prototype.scheduleCheckPendingRequests = function counting(this: Queue) {
      const before = this.throttleCheckTimeoutId;
      guarded.call(this);
      if (this.throttleCheckTimeoutId !== before) armed += 1;
    };
    restore = () => (RequestQueue.prototype.scheduleCheckPendingRequests = guarded);
  });
  afterAll(async () => {
    restore();
    await broker.close();
  });

  it('arms no timer while nothing waits, and messages flow all the same', async () => {
    const topic = `idle.${randomUUID()}`;
    await broker.ensureTopics([{ topic, partitions: 1 }]);
    let heard = 0;
    await broker.subscribe({
      group: randomUUID(),
      topics: [topic],
      maxBatch: 10,
      receive: async ({ messages }) => {
        heard += messages.length;
        return messages.at(-1)!.offset + 1;
      },
    });
    for (let nth = 1; nth <= 5; nth += 1) {
      await broker.send([{ topic, key: 'a', value: 'x', headers: {} }]);
      await eventually(() => expect(heard).toBe(nth));
    }
    expect(armed).toBe(0);
  });

  it('gives up a request that is late, and looks for such requests once a second', async () => {
    const everyMs: unknown[] = [];
    const setLoop = globalThis.setInterval;
    globalThis.setInterval = ((look: () => void, ms: number) => (
      everyMs.push(ms),
      setLoop(look, ms)
    )) as typeof setLoop;
    let givenUp = 0;
    const queueThatGivesUpAfter = (
      requestTimeout: number,
    ): { scheduleRequestTimeoutCheck(): void; destroy(): void } => {
      const late = { sentAt: 0, requestTimeout, timeoutRequest: () => (givenUp += 1) };
      const state = {
        enforceRequestTimeout: true,
        requestTimeout,
        inflight: new Map([[1, late]]),
        isConnected: () => true,
      };
      return Object.assign(Object.create(RequestQueue.prototype as object), state);
    };
    const [patient, hasty] = [queueThatGivesUpAfter(15_000), queueThatGivesUpAfter(20)];
    try {
      patient.scheduleRequestTimeoutCheck();
      hasty.scheduleRequestTimeoutCheck();
      expect(everyMs).toEqual([1_000, 20]);
      await eventually(() => expect(givenUp).toBeGreaterThan(0));
    } finally {
      globalThis.setInterval = setLoop;
      patient.destroy();
      hasty.destroy();
    }
  });
});

describe('A consumer of kafkajs', () => {
  it('begins by itself once its topic exists', async () => {
    const broker = makeBroker();
    const topic = `late.${randomUUID()}`;
    let heard = 0;
    const subscription = await broker.subscribe({
      group: randomUUID(),
      topics: [topic],
      maxBatch: 10,
      receive: async ({ messages }) => {
        heard += messages.length;
        return messages.at(-1)!.offset + 1;
      },
    });
    expect(subscription.state().running).toBe(true);
    await broker.ensureTopics([{ topic, partitions: 1 }]);
    await broker.send([{ topic, key: 'a', value: 'x', headers: {} }]);
    await eventually(() => expect(heard).toBe(1), { within: 30_000 });
    await broker.close();
  });

  it('is told to wait, not dead, while no broker answers', async () => {
    const broker = new KafkajsBroker({ brokers: ['127.0.0.1:1'], clientId: 'alone' });
    const receive = async () => 0;
    const subscription = await broker.subscribe({ group: 'alone', topics: ['any'], maxBatch: 10, receive });
    expect(subscription.state()).toMatchObject({ running: true, partitions: [] });
    await expect(broker.send([{ topic: 'any', key: 'a', value: 'x', headers: {} }])).rejects.toThrow();
    expect(await broker.reachable()).toBe(false);
    await broker.close();
  });
});

describe('Whether the broker answers', () => {
  it('is no as soon as it is away, although it was there a moment ago', async () => {
    const [host, port] = brokers[0]!.split(':');
    const ends = new Set<Socket>();
    const line = createServer((near) => {
      const far = connect(Number(port), host);
      for (const end of [near, far]) ends.add(end.on('error', () => undefined));
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
    const { port: here } = line.address() as AddressInfo;
    const broker = new KafkajsBroker({ brokers: [`127.0.0.1:${here}`], clientId: 'asks' });
    expect(await broker.reachable()).toBe(true);
    const closed = new Promise((resolve) => line.close(resolve));
    for (const end of ends) end.destroy();
    await closed;
    expect(await broker.reachable()).toBe(false);
    await broker.close();
  });

  it('is no when a broker takes the connection and says nothing', async () => {
    const taken: Socket[] = [];
    const silent = createServer((socket) => taken.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const broker = new KafkajsBroker({ brokers: [`127.0.0.1:${port}`], clientId: 'asks' });
    expect(await broker.reachable()).toBe(false);
    expect(taken.length).toBeGreaterThan(0);
    await broker.close();
    for (const socket of taken) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});

describe('A first broker of the list', () => {
  it('that closes every connection holds up neither sending nor hearing, and the others count as there', async () => {
    const taken: Socket[] = [];
    const first = createServer((socket) => {
      taken.push(socket.on('error', () => undefined));
      socket.end();
    });
    await new Promise<void>((resolve) => first.listen(0, '127.0.0.1', resolve));
    const { port } = first.address() as AddressInfo;
    const broker = new KafkajsBroker({ brokers: [`127.0.0.1:${port}`, ...brokers], clientId: 'first' });
    expect(await broker.reachable()).toBe(true);
    const topic = `first.${randomUUID()}`;
    const within = 30_000;
    await eventually(() => broker.ensureTopics([{ topic, partitions: 1 }]), { within });
    let heard = 0;
    await broker.subscribe({
      group: randomUUID(),
      topics: [topic],
      maxBatch: 10,
      receive: async ({ messages }) => {
        heard += messages.length;
        return messages.at(-1)!.offset + 1;
      },
    });
    await eventually(() => broker.send([{ topic, key: 'a', value: 'x', headers: {} }]), { within });
    await eventually(() => expect(heard).toBeGreaterThan(0), { within });
    expect(taken.length).toBeGreaterThan(0);
    await broker.close();
    for (const socket of taken) socket.destroy();
    await new Promise((resolve) => first.close(resolve));
  });
});

describe('A topic that gets more partitions', () => {
  const broker = makeBroker();
  const admin = administrator();
  beforeAll(() => admin.connect());
  afterAll(async () => {
    await admin.disconnect();
    await broker.close();
  });

  it('takes messages for them from a producer that began before, and its consumers hear them', async () => {
    const topic = `grown.${randomUUID()}`;
    await broker.ensureTopics([{ topic, partitions: 2 }]);
    const heard: string[] = [];
    await broker.subscribe({
      group: randomUUID(),
      topics: [topic],
      maxBatch: 10,
      receive: async ({ messages }) => {
        heard.push(...messages.map(({ value }) => String(value)));
        return messages.at(-1)!.offset + 1;
      },
    });
    await broker.send([{ topic, key: 'a', value: 'before', headers: {}, partition: 1 }]);
    await admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] });
    await broker.send([{ topic, key: 'a', value: 'after', headers: {}, partition: 3 }]);
    await eventually(() => expect(heard.sort()).toEqual(['after', 'before']), { within: 20_000 });
    expect(await broker.endsOf(topic)).toEqual([0, 1, 0, 1]);
  });

  it('places a key as its clients do when nobody says where', async () => {
    const topic = `placed.${randomUUID()}`;
    await broker.ensureTopics([{ topic, partitions: 5 }]);
    const keys = Array.from({ length: 12 }, () => randomUUID());
    await broker.send(keys.map((key) => ({ topic, key, value: 'x', headers: {} })));
    const expected = [0, 0, 0, 0, 0];
    for (const key of keys) expected[broker.placeOf(key, 5)]! += 1;
    expect(await broker.endsOf(topic)).toEqual(expected);
  });
});

describe('A group whose offset lies beyond the end of a topic that was made anew', () => {
  it('begins at the beginning, and goes on', async () => {
    const broker = makeBroker();
    const admin = administrator();
    await admin.connect();
    const [topic, group] = [`lost.${randomUUID()}`, randomUUID()];
    await broker.ensureTopics([{ topic, partitions: 2 }]);
    await admin.setOffsets({
      groupId: group,
      topic,
      partitions: [0, 1].map((partition) => ({ partition, offset: '1000' })),
    });
    const message = (partition: number, nth: number) => ({
      topic,
      key: 'a',
      value: `${partition}/${nth}`,
      headers: {},
      partition,
    });
    await broker.send([message(0, 1), message(0, 2), message(1, 1)]);
    const heard: string[] = [];
    await broker.subscribe({
      group,
      topics: [topic],
      maxBatch: 10,
      receive: async ({ messages }) => {
        heard.push(...messages.map(({ value }) => String(value)));
        return messages.at(-1)!.offset + 1;
      },
    });
    await eventually(() => expect(heard.sort()).toEqual(['0/1', '0/2', '1/1']), { within: 20_000 });
    await broker.send([message(0, 3), message(1, 2)]);
    await eventually(() => expect(heard.sort()).toEqual(['0/1', '0/2', '0/3', '1/1', '1/2']), { within: 20_000 });
    await eventually(async () =>
      expect((await broker.progress([group])).get(group)!.map(({ passed }) => passed)).toEqual([3, 2]),
    );
    await admin.disconnect();
    await broker.close();
  });
});
