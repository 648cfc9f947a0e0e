import type { Fault } from '../campaign/fault.js';

export const oneOfThreeLinesFrozen: Fault = {
  name: 'one-of-three-broker-lines-frozen',
  does: 'To one of three Kafka nodes the connections stay, and nothing passes for 25 seconds, while the node lives on and leads its partitions.',
  mustHold: 'Receipts go on, and all is published when the line is open again.',
  ground: 'three-brokers',
  rounds: 1,
  round: (stage) => {
    const lines = stage.ground.brokerLines;
    const line = lines[stage.between(0, lines.length - 1)]!;
    return stage.life(async () => {
      line.set('frozen');
      try {
        await stage.goesOnAcknowledging(25_000);
      } finally {
        line.set('open');
      }
    });
  },
};
