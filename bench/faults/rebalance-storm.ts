import type { BesideInstance } from '#local/hub-options.js';
import type { ServiceName } from '#local/service-name.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';
import { mortalServices } from '../kill/kill-plan.js';

/** Those that hear the most; the others get a second instance only. */
const threefold: readonly ServiceName[] = ['screening', 'notifications', 'operations'];
const SIDE_BY_SIDE_MS = 4_000;

export const rebalanceStorm: Fault = {
  name: 'rebalance-storm',
  does: 'Every service gets a second instance, those that hear the most a third, one dies by kill -9, the others leave; requests go to all of them in turn.',
  mustHold: 'Receipts go on; instances side by side have each effect once.',
  ground: 'one-broker',
  rounds: 2,
  round: (stage) =>
    stage.life(
      async () => {
        const second = await grow(stage, mortalServices, new Map());
        await stage.goesOnAcknowledging(SIDE_BY_SIDE_MS);
        const third = await grow(stage, threefold, second);
        await stage.goesOnAcknowledging(SIDE_BY_SIDE_MS);
        const dies = threefold[stage.between(0, threefold.length - 1)]!;
        for (const service of mortalServices) stage.ground.doors.alsoAt(service, []);
        await third.get(dies)!.kill();
        const leaving = [
          ...second.values(),
          ...[...third].flatMap(([service, one]) => (service === dies ? [] : [one])),
        ];
        await Promise.all(leaving.map((instance) => instance.stop()));
      },
      { shared: 4 },
    ),
};

async function grow(
  { ground }: FaultStage,
  services: readonly ServiceName[],
  there: ReadonlyMap<ServiceName, BesideInstance>,
): Promise<Map<ServiceName, BesideInstance>> {
  const grown = new Map<ServiceName, BesideInstance>();
  for (const service of services) {
    const instance = await ground.hub.startBeside(service);
    grown.set(service, instance);
    const beside = there.get(service);
    ground.doors.alsoAt(service, [instance.url, ...(beside ? [beside.url] : [])]);
  }
  return grown;
}
