import type { Fault } from '../campaign/fault.js';
import { mortalServices } from '../kill/kill-plan.js';

export const powerCut: Fault = {
  name: 'power-cut',
  does: 'PostgreSQL, Kafka and all services are killed with -9 at the same moment, then all are started again.',
  mustHold: 'What was acknowledged before the cut is there after it.',
  ground: 'one-broker',
  rounds: 2,
  round: (stage) =>
    stage.life(async () => {
      const { hub, servers } = stage.ground;
      const [kafka] = servers.kafka;
      await Promise.all([
        servers.postgres!.kill(),
        kafka!.kill(),
        ...mortalServices.map((service) => stage.killed(service)),
      ]);
      await Promise.all([servers.postgres!.start(), kafka!.start()]);
      await Promise.all(mortalServices.map((service) => hub.restart(service)));
    }),
};
