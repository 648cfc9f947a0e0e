import { Partitioners } from 'kafkajs';
import type { CampaignFamily } from '../life/campaign-family.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';
import { residentMb } from '../process-figures.js';
import { HeldRecord } from './held-record.js';

/** Longer than one handling may take (30 s). */
const HELD_MS = 50_000;
/** Until partitions that shared a transaction with the hanging one have let go of it (5 s), on a busy machine. */
const LET_GO_MS = 15_000;
/** More than this screening may not grow while it waits; its heap is limited to 160 MB anyway. */
const GROWTH_MB = 120;
const PARTITIONS = 6;

export const hungHandler: Fault = {
  name: 'hung-handler',
  does: `The record of one child is locked in the database for ${HELD_MS / 1000} s, so that screening hangs in its events.`,
  mustHold:
    'Receipts go on, children in other partitions become visible meanwhile, screening grows by less than 120 MB.',
  ground: 'one-broker',
  rounds: 1,
  round: (stage) =>
    stage.life(async (stream) => {
      await stage.allVisible();
      const [child, ...others] = stream.registered;
      const held = await HeldRecord.of(stage.ground, child!.childId);
      const beforeMb = await memoryOfScreening(stage);
      try {
        await stage.goesOnAcknowledging(LET_GO_MS);
        await elsewhereFlows(stage, child!, others);
        await stage.goesOnAcknowledging(HELD_MS - LET_GO_MS);
        await elsewhereFlows(stage, child!, others);
      } finally {
        const grownMb = (await memoryOfScreening(stage)) - beforeMb;
        stage.must(grownMb < GROWTH_MB, `screening grew by ${grownMb.toFixed(0)} MB`);
        await held.release();
      }
    }),
};

const memoryOfScreening = ({ ground }: FaultStage): Promise<number> => residentMb([ground.hub.pid('screening')]);

/** What is acknowledged now about children in other partitions becomes visible although the one hangs. */
async function elsewhereFlows(
  stage: FaultStage,
  child: CampaignFamily,
  others: readonly CampaignFamily[],
): Promise<void> {
  const elsewhere = new Set(
    others.filter(({ childId }) => partitionOf(childId) !== partitionOf(child.childId)).map(({ childId }) => childId),
  );
  const now = performance.now();
  const waiting = [...stage.ledger.entries.values()].filter(
    ({ childId, acknowledgedAtMs }) => acknowledgedAtMs !== null && elsewhere.has(childId ?? ''),
  );
  await stage.ground.doors.until('the results of children in other partitions', async () =>
    waiting.every(({ visibleAtMs }) => visibleAtMs !== null) ? true : null,
  );
  const took = performance.now() - now;
  stage.must(took < LET_GO_MS, `children in other partitions became visible only after ${(took / 1000).toFixed(1)} s`);
}

function partitionOf(key: string): number {
  const partitionMetadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [],
    isr: [],
  }));
  return Partitioners.DefaultPartitioner()({ topic: '', partitionMetadata, message: { key, value: null } });
}
