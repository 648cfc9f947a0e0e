import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing/eventually.js';
import type { Broker, BrokerMessage, ReceivedBatch, Subscription, SubscriptionOptions } from './broker.js';

interface Ear {
  subscription: Subscription;
  heard: { partition: number; offset: number; key: string | null; value: string }[];
  batches: ReceivedBatch[];
}

/** What every adapter of the broker port promises. Run it on a real broker. */
export function brokerConformance(adapter: string, makeBroker: () => Broker): void {
  describe(`${adapter} as the broker`, () => {
    let broker: Broker;
    beforeAll(() => {
      broker = makeBroker();
    });
    afterAll(() => broker.close());

    async function newTopic(partitions = 3): Promise<string> {
      const topic = `conformance.${randomUUID()}`;
      await broker.ensureTopics([{ topic, partitions }]);
      return topic;
    }

    const message = (topic: string, key: string, value: string): BrokerMessage => ({ topic, key, value, headers: {} });

    async function listen(
      topics: string[],
      {
        by = broker,
        group = randomUUID(),
        receive,
        maxBatch = 100,
      }: { by?: Broker; group?: string; receive?: SubscriptionOptions['receive']; maxBatch?: number } = {},
    ): Promise<Ear> {
      const heard: Ear['heard'] = [];
      const batches: ReceivedBatch[] = [];
      const subscription = await by.subscribe({
        group,
        topics,
        maxBatch,
        receive: async (batch) => {
          const next = receive ? await receive(batch) : batch.messages.at(-1)!.offset + 1;
          batches.push(batch);
          for (const { offset, key, value } of batch.messages) {
            if (offset < next) heard.push({ partition: batch.partition, offset, key, value: String(value) });
          }
          return next;
        },
      });
      return { subscription, heard, batches };
    }

    it('brings bytes, key and headers as they were sent', async () => {
      const topic = await newTopic(1);
      await broker.send([{ topic, key: 'a', value: 'æøå', headers: { ce_type: 'x.v1', traceparent: '00-1' } }]);
      const { batches, subscription } = await listen([topic]);
      const received = await eventually(() => {
        expect(batches).toHaveLength(1);
        return batches[0]!.messages[0]!;
      });
      expect(received).toMatchObject({ offset: 0, key: 'a', headers: { ce_type: 'x.v1', traceparent: '00-1' } });
      expect(received.value?.toString('utf8')).toBe('æøå');
      await subscription.close();
    });

    it('keeps the order of a key over many sends', async () => {
      const topic = await newTopic(3);
      const keys = ['a', 'b', 'c', 'd'];
      for (let round = 0; round < 10; round += 1) {
        await broker.send(keys.flatMap((key) => [0, 1, 2].map((nth) => message(topic, key, String(round * 3 + nth)))));
      }
      const { heard, subscription } = await listen([topic], { maxBatch: 7 });
      await eventually(() => expect(heard).toHaveLength(120));
      for (const key of keys) {
        const values = heard.filter((one) => one.key === key).map(({ value }) => Number(value));
        expect(values).toEqual([...Array(30).keys()]);
      }
      await subscription.close();
    });

    it('never hands on more than the agreed number of messages at once', async () => {
      const topic = await newTopic(1);
      await broker.send([...Array(25).keys()].map((nth) => message(topic, 'a', String(nth))));
      const { heard, batches, subscription } = await listen([topic], { maxBatch: 10 });
      await eventually(() => expect(heard).toHaveLength(25));
      expect(Math.max(...batches.map(({ messages }) => messages.length))).toBeLessThanOrEqual(10);
      await subscription.close();
    });

    it('remembers what is done, so that a next member goes on behind it', async () => {
      const topic = await newTopic(1);
      const group = randomUUID();
      await broker.send([message(topic, 'a', '1'), message(topic, 'a', '2')]);
      const first = await listen([topic], { group });
      await eventually(() => expect(first.heard).toHaveLength(2));
      await first.subscription.close();
      await broker.send([message(topic, 'a', '3')]);
      const second = await listen([topic], { group });
      await eventually(() => expect(second.heard.map(({ value }) => value)).toEqual(['3']));
      await second.subscription.close();
    });

    it('brings again what was not done', async () => {
      const topic = await newTopic(1);
      await broker.send(['1', '2', '3'].map((value) => message(topic, 'a', value)));
      let refusals = 2;
      const { heard, subscription } = await listen([topic], {
        receive: async ({ messages }) => {
          const undone = messages.find(({ value }) => String(value) === '2');
          if (undone && refusals > 0) {
            refusals -= 1;
            return undone.offset;
          }
          return messages.at(-1)!.offset + 1;
        },
      });
      await eventually(() => expect(heard.map(({ value }) => value)).toEqual(['1', '2', '3']));
      await subscription.close();
    });

    it('survives a receiver that rejects, and brings the batch again', async () => {
      const topic = await newTopic(1);
      await broker.send([message(topic, 'a', '1')]);
      let tries = 0;
      const { heard, subscription } = await listen([topic], {
        receive: async ({ messages }) => {
          tries += 1;
          if (tries < 3) throw new TypeError('not a function');
          return messages.at(-1)!.offset + 1;
        },
      });
      await eventually(() => expect(heard).toHaveLength(1));
      expect(subscription.state().running).toBe(true);
      await subscription.close();
    });

    it('lets other partitions and topics flow while one hangs, and keeps its memory bounded', async () => {
      const slow = await newTopic(1);
      const quick = await newTopic(1);
      const hang = Promise.withResolvers<void>();
      const { heard, subscription } = await listen([slow, quick], {
        maxBatch: 50,
        receive: async ({ topic, messages }) => {
          if (topic === slow) await hang.promise;
          return messages.at(-1)!.offset + 1;
        },
      });
      const filler = 'x'.repeat(2000); // together more than one request of the broker
      await broker.send([...Array(1000).keys()].map(() => message(slow, 'a', filler)));
      for (let nth = 0; nth < 5; nth += 1) await broker.send([message(quick, 'b', String(nth))]);
      await eventually(() => expect(heard.map(({ value }) => value)).toEqual(['0', '1', '2', '3', '4']));
      const stuck = () => subscription.state().partitions.find(({ topic }) => topic === slow)!;
      expect(stuck().busyMs).toBeGreaterThan(0);
      expect(stuck().queued).toBeLessThan(1000);
      hang.resolve();
      await eventually(() => expect(heard).toHaveLength(1005), { within: 20_000 });
      expect(stuck().lag).toBe(0);
      await subscription.close();
    });

    it('shares the partitions among the members of a group, and hands them over without loss', async () => {
      const topic = await newTopic(6);
      const group = randomUUID();
      const total = 600;
      const ears: Ear[] = [await listen([topic], { group, maxBatch: 5 })];
      const others = [makeBroker(), makeBroker()];
      const sending = (async () => {
        for (let nth = 0; nth < total; nth += 20) {
          await broker.send([...Array(20).keys()].map((n) => message(topic, `key-${n}`, String(nth + n))));
          if (nth === 200)
            for (const other of others) ears.push(await listen([topic], { by: other, group, maxBatch: 5 }));
          if (nth === 400) for (const other of others) await other.close();
        }
      })();
      await sending;
      await eventually(
        () => {
          const values = new Set(ears.flatMap(({ heard }) => heard.map(({ value }) => value)));
          expect(values.size).toBe(total);
        },
        { within: 30_000 },
      );
      await ears[0]!.subscription.close();
    }, 60_000);

    it('ends while a batch is in hand: the batch is told so, finished, and remembered', async () => {
      const topic = await newTopic(1);
      const group = randomUUID();
      await broker.send([message(topic, 'a', '1')]);
      const inHand = Promise.withResolvers<AbortSignal>();
      const { subscription } = await listen([topic], {
        group,
        receive: async ({ messages, signal }) => {
          inHand.resolve(signal);
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return messages.at(-1)!.offset + 1;
        },
      });
      const signal = await inHand.promise;
      expect(signal.aborted).toBe(false);
      await subscription.close();
      await broker.send([message(topic, 'a', '2')]);
      const next = await listen([topic], { group });
      await eventually(() => expect(next.heard.map(({ value }) => value)).toEqual(['2']));
      await next.subscription.close();
    });

    it('takes topics that exist already', async () => {
      const topic = await newTopic();
      await expect(broker.ensureTopics([{ topic, partitions: 3 }])).resolves.toBeUndefined();
      expect(await broker.reachable()).toBe(true);
    });

    it('tells how far a group has come and how much is before it', async () => {
      const [topic, group] = [await newTopic(2), randomUUID()];
      await broker.send(['a', 'b', 'c', 'd'].map((key) => message(topic, key, key)));
      const { subscription, heard } = await listen([topic], { group });
      await eventually(() => expect(heard).toHaveLength(4));
      await subscription.close();
      await broker.send([message(topic, 'e', 'e')]);
      const progress = await broker.progress([group, 'nobody']);
      const partitions = progress.get(group)!;
      expect(partitions.map(({ partition }) => partition).sort()).toEqual([0, 1]);
      expect(partitions.reduce((sum, { passed }) => sum + passed, 0)).toBe(4);
      expect(partitions.map(({ behind }) => behind).sort()).toEqual([0, 1]);
      expect(progress.get('nobody')).toEqual([]);
      const unread = (await broker.progress(['nobody'], [topic])).get('nobody')!;
      expect(unread.reduce((sum, { behind }) => sum + behind, 0)).toBe(5);
    });
  });
}
