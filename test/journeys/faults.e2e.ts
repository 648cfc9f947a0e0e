import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceName } from '#local/service-name.js';
import { FaultGround } from '../../bench/campaign/fault-ground.js';
import type { Fault } from '../../bench/campaign/fault.js';
import { brokerKilled } from '../../bench/faults/broker-killed.js';
import { databaseKilled } from '../../bench/faults/database-killed.js';
import { poisonMessages } from '../../bench/faults/poison-messages.js';
import { rollingUpgradeOf } from '../../bench/faults/rolling-upgrade.js';
import { twoInstances } from '../../bench/faults/two-instances.js';
import { runFault } from '../../bench/campaign/run-fault.js';

/** Those that the next version changes, and all that read the event of which it publishes another version. */
const upgraded: readonly ServiceName[] = ['novax-adapter', 'screening', 'notifications', 'operations'];

const short: readonly Fault[] = [
  brokerKilled,
  databaseKilled,
  poisonMessages,
  twoInstances,
  rollingUpgradeOf(upgraded),
];

/** The short form of `npm run faults`, on servers of its own, which it kills. */
describe('a hub whose surroundings fail', () => {
  let ground: FaultGround;

  beforeAll(async () => {
    // Servers that can be killed are started here, whatever the rest of the run has been given.
    for (const key of ['DATABASE_URL', 'KAFKA_BROKERS', 'HUB_SERVERS']) delete process.env[key];
    ground = await FaultGround.open('one-broker', () => undefined);
  }, 180_000);

  afterAll(async () => {
    await ground?.close();
  }, 60_000);

  it.each(short.map((fault) => [fault.name, fault] as const))(
    'loses nothing, doubles nothing and keeps the order: %s',
    async (_, fault) => {
      const { result } = await runFault({ fault, ground, seed: 1, rounds: 1, say: () => undefined });
      expect(result.troubles).toEqual([]);
      expect(result).toMatchObject({ rounds: 1, lost: 0, doubled: 0, outOfOrder: 0, held: true });
      expect(result.acknowledged).toBeGreaterThan(12);
      expect(result.recoverP50Ms).toBeGreaterThan(0);
    },
    240_000,
  );
});
