import type { Fault } from '../campaign/fault.js';

export const brokerKilled: Fault = {
  name: 'broker-killed',
  does: 'Kafka is killed with -9 under a stream of results and started again after 2 to 6 seconds.',
  mustHold: 'Receipts go on while it is away.',
  ground: 'one-broker',
  rounds: 5,
  round: (stage) =>
    stage.life(async () => {
      const [kafka] = stage.ground.servers.kafka;
      await kafka!.kill();
      await stage.goesOnAcknowledging(stage.between(2_000, 6_000));
      await kafka!.start();
    }),
};
