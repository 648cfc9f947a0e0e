import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing/eventually.js';
import { brokerConformance } from './broker.conformance.js';
import { KafkajsBroker } from './kafkajs-broker.js';

const makeBroker = () =>
  new KafkajsBroker({ brokers: (process.env['TEST_KAFKA_BROKERS'] ?? '').split(','), clientId: 'conformance' });

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
