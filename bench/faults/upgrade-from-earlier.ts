import { projectRoot } from '#local/project-root.js';
import { buildCommit, dropCommitBuild } from '../commit-build.js';
import type { Fault, FaultCampaign, FaultOptions, PlayedFault } from '../campaign/fault.js';
import { FaultGround } from '../campaign/fault-ground.js';
import { mortalServices } from '../kill/kill-plan.js';
import { roll } from '../campaign/roll.js';
import { runFault } from '../campaign/run-fault.js';

/** The first commit whose services go on answering for a while when they end: one before it cuts the connections that its callers keep. */
const DEFAULT_REF = '866e0ed';

const words = {
  name: 'upgrade-from-earlier',
  does: 'A hub of an earlier commit is rolled to the present code, back, and forward again, each service one after the other, on the databases that the earlier one made.',
  mustHold: 'No request fails at all, nothing is parked or dead.',
  rounds: 1,
};

/** `ref`: whatever git knows. */
export function upgradeFromEarlier(ref = DEFAULT_REF): FaultCampaign {
  return { ...words, ground: null, play: (options) => play(ref, options) };
}

async function play(ref: string, options: FaultOptions): Promise<PlayedFault> {
  const root = await buildCommit(ref, options.say);
  try {
    const ground = await FaultGround.open('one-broker', options.say, { root });
    try {
      return await runFault({ fault: rolledTo(root), ground, ...options });
    } finally {
      await ground.close();
    }
  } finally {
    dropCommitBuild(root);
  }
}

function rolledTo(earlier: string): Fault {
  return {
    ...words,
    ground: 'one-broker',
    round: (stage) =>
      stage.life(
        async () => {
          const from = performance.now();
          for (const root of [projectRoot, earlier, projectRoot]) {
            await roll(stage.ground, {
              services: mortalServices,
              to: { root },
              atOnce: 1,
              wait: (ms) => stage.wait(ms),
            });
            await stage.allVisible();
          }
          for (const { atMs, what } of stage.ground.doors.failures.filter(({ atMs }) => atMs >= from))
            stage.trouble(`a request failed ${Math.round(atMs - from)} ms on: ${what}`);
        },
        { shared: 3 },
      ),
  };
}
