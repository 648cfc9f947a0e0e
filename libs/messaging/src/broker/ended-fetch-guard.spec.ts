import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { guardEndedFetch } from './ended-fetch-guard.js';

const inKafkajs = createRequire(import.meta.url);
const Runner = inKafkajs('kafkajs/src/consumer/runner');
const createFetchManager = inKafkajs('kafkajs/src/consumer/fetchManager');
const { KafkaJSFetcherRebalanceError } = inKafkajs('kafkajs/src/errors');

const logger = { namespace: () => logger, debug: () => undefined, info: () => undefined };

describe('A consumer of kafkajs that ends while the nodes of the broker change', () => {
  it('comes to an end, and does not go round for ever', async () => {
    guardEndedFetch();
    const runner = Object.assign(Object.create(Runner.prototype), { logger, consumerGroup: {}, running: true });
    let fetches = 0;
    const manager = createFetchManager({
      logger,
      getNodeIds: () => [1],
      handler: async () => undefined,
      fetch: async (node: number) => {
        fetches += 1;
        if (fetches > 1) return runner.fetch(node);
        // The end comes with the news of another node.
        runner.running = false;
        throw new KafkaJSFetcherRebalanceError();
      },
    });
    await expect(manager.start()).rejects.toThrow('The consumer has ended');
    expect(fetches).toBe(2);
  });
});
