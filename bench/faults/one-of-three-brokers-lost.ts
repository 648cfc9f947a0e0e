import type { Fault } from '../campaign/fault.js';

export const oneOfThreeBrokersLost: Fault = {
  name: 'one-of-three-brokers-lost',
  does: 'One of three Kafka nodes is killed with -9, another one in each round, and comes back later.',
  mustHold:
    'Receipts go on, and what is acknowledged becomes visible while the node is away. Recovery counts from its death.',
  ground: 'three-brokers',
  rounds: 3,
  round: (stage, nth) =>
    stage.life(async () => {
      const nodes = stage.ground.servers.kafka;
      const node = nodes[nth % nodes.length]!;
      const diedAt = performance.now();
      await node.kill();
      await stage.goesOnAcknowledging(stage.between(1_000, 3_000));
      await stage.comesBack(diedAt);
      await node.start();
      await stage.allVisible();
    }),
};
