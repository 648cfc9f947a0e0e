import type { Fault } from '../campaign/fault.js';

/** Longer than a broker takes until it gives partitions back to the node that is to lead them. */
const LEADERS_RETURN_MS = 7_000;

export const brokersRolled: Fault = {
  name: 'brokers-rolled',
  does: 'Each of three Kafka nodes in turn is stopped in good order and started again, as when the broker is upgraded: who leads a partition changes twice for each, while events are sent.',
  mustHold: 'Receipts go on, and nothing that was sent while a leader moved is missing.',
  ground: 'three-brokers',
  rounds: 3,
  round: (stage) =>
    stage.life(
      async () => {
        for (const node of stage.ground.servers.kafka) {
          const stopping = node.stop();
          await stage.goesOnAcknowledging(stage.between(1_000, 3_000));
          await stopping;
          await node.start();
          await stage.goesOnAcknowledging(LEADERS_RETURN_MS);
        }
      },
      { shared: 3 },
    ),
};
