import type { Fault } from '../campaign/fault.js';
import { mortalServices } from '../kill/kill-plan.js';

const SIDE_BY_SIDE_MS = 4_000;

export const twoInstances: Fault = {
  name: 'two-instances',
  does: 'Every service gets a second instance at the same moment, requests go to both in turn, then the second ones leave.',
  mustHold: 'Receipts go on; two instances side by side have each effect once.',
  ground: 'one-broker',
  rounds: 2,
  round: (stage) =>
    stage.life(
      async () => {
        const { hub, doors } = stage.ground;
        const beside = await Promise.all(mortalServices.map((service) => hub.startBeside(service)));
        for (const [nth, service] of mortalServices.entries()) doors.alsoAt(service, [beside[nth]!.url]);
        await stage.goesOnAcknowledging(SIDE_BY_SIDE_MS);
        for (const service of mortalServices) doors.alsoAt(service, []);
        await Promise.all(beside.map((instance) => instance.stop()));
      },
      { shared: 3 },
    ),
};
