import type { Fault } from '../campaign/fault.js';

const MINUTE_MS = 60_000;

export const brokerAwayForAMinute: Fault = {
  name: 'broker-away-for-a-minute',
  does: 'Kafka is killed with -9 and comes back a minute later, while results go on coming.',
  mustHold: 'Receipts go on for the whole minute; afterwards everything becomes visible in order.',
  ground: 'one-broker',
  rounds: 1,
  round: (stage) =>
    stage.life(async () => {
      const [kafka] = stage.ground.servers.kafka;
      await kafka!.kill();
      await stage.goesOnAcknowledging(MINUTE_MS);
      await kafka!.start();
    }),
};
