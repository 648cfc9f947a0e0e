import type { ServiceName } from '#local/service-name.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';

/** One of each line is dead at a time, so that neighbours die while they depend on each other. */
const lines: readonly (readonly [ServiceName, ServiceName])[] = [
  ['novax-adapter', 'parent-portal'],
  ['screening', 'consent'],
  ['notifications', 'operations'],
];
const DEATHS_OF_A_LINE = 14;
const LONGEST_LIFE_MS = 1_500;

interface Death {
  readonly service: ServiceName;
  /** How long the line lives before. */
  readonly afterMs: number;
}

export const servicesKilled: Fault = {
  name: 'services-killed',
  does: `Services are killed with -9 at any moment and started again at once, ${lines.length * DEATHS_OF_A_LINE} deaths a round and up to ${lines.length} at a time, under a stream of results, while documents are shared and letters go out.`,
  mustHold: 'Every promise is kept exactly once, wherever a service was in its work.',
  ground: 'one-broker',
  rounds: 10,
  round: (stage) =>
    stage.life(
      async () => {
        const plans = lines.map((line) => Array.from({ length: DEATHS_OF_A_LINE }, () => deathIn(line, stage)));
        await Promise.all(plans.map((deaths) => die(stage, deaths)));
      },
      { shared: 4 },
    ),
};

function deathIn(line: readonly [ServiceName, ServiceName], stage: FaultStage): Death {
  return { service: line[stage.between(0, 1)]!, afterMs: stage.between(0, LONGEST_LIFE_MS) };
}

async function die(stage: FaultStage, deaths: readonly Death[]): Promise<void> {
  for (const { service, afterMs } of deaths) {
    await stage.wait(afterMs);
    await stage.killed(service);
    await stage.ground.hub.restart(service);
  }
}
