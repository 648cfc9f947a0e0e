import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';
import { mortalServices } from '../kill/kill-plan.js';
import { residentMb } from '../process-figures.js';

const EACH_MS = 8_000;
/** More than this a service may not grow while spans cannot leave; its heap is limited to 160 MB anyway. */
const GROWTH_MB = 120;

export const collectorDown: Fault = {
  name: 'collector-down',
  does: 'The receiver of spans first refuses connections, then takes every request and never answers, for 8 seconds each.',
  mustHold: 'Receipts go on as if nothing were, and no service grows by more than 120 MB.',
  ground: 'one-broker',
  rounds: 2,
  round: (stage) =>
    stage.life(async () => {
      const before = await memory(stage);
      for (const state of ['refuses', 'hangs'] as const) {
        await stage.ground.collector.set(state);
        await stage.goesOnAcknowledging(EACH_MS);
      }
      await stage.ground.collector.set('takes');
      const after = await memory(stage);
      for (const [service, mb] of after) {
        const grown = mb - (before.get(service) ?? 0);
        stage.must(grown < GROWTH_MB, `${service} grew by ${grown.toFixed(0)} MB`);
      }
    }),
};

async function memory({ ground }: FaultStage): Promise<Map<string, number>> {
  const each = mortalServices.map(async (service) => [service, await residentMb([ground.hub.pid(service)])] as const);
  return new Map(await Promise.all(each));
}
