import { openBenchHub } from '../bench-hub.js';
import type { FaultCampaign, FaultOptions, PlayedFault } from '../campaign/fault.js';
import { killCampaign } from '../kill/kill-campaign.js';
import { killEnvironment } from '../kill/kill-environment.js';
import { aheadAtFirst, killPlan } from '../kill/kill-plan.js';
import { Ledger } from '../ledger.js';
import { everyRow } from '../search-everywhere.js';

export const killPoints: FaultCampaign = {
  name: 'kill-points',
  does: 'Every service is killed with -9 at every durable step that it passes in daily life, several at a time, while that life goes on and children are deleted. The steps are read from the code; a round goes through all of them but those that are listed with the reason why this life never passes them (events that fail, repeats that run out, rules that change).',
  mustHold:
    'Every other kill point is reached, every promise is kept exactly once, and a deleted child is gone from every table of every service. Recovery counts from a death until the service is ready again.',
  ground: null,
  rounds: 6,
  play,
};

async function play({ seed, rounds, say }: FaultOptions): Promise<PlayedFault> {
  const began = performance.now();
  const plan = killPlan({ seed, turns: rounds });
  const bench = await openBenchHub(say, { env: killEnvironment, killAt: aheadAtFirst(plan) });
  const ledger = await Ledger.open(bench.servers.brokers, 'hub.');
  try {
    const { hub, settled, servers } = bench;
    const report = await killCampaign({
      hub,
      ledger,
      settled,
      everyRow: () => everyRow(servers.databaseUrl, ''),
      plan,
      say,
    });
    const { acknowledged, lost, doubled, outOfOrder, recoverP50Ms, recoverP95Ms, kills, troubles } = report;
    const counts = { acknowledged, lost, doubled, outOfOrder, recoverP50Ms, recoverP95Ms };
    for (const [point, reason] of Object.entries(report.notInThisCampaign))
      say(`  not in this campaign: ${point} (${reason})`);
    const seconds = Math.round((performance.now() - began) / 1000);
    const result = {
      name: killPoints.name,
      seed,
      rounds,
      kills,
      ...counts,
      seconds,
      held: troubles.length === 0,
      troubles,
    };
    return { result, course: null };
  } finally {
    await ledger.close();
    await bench.close();
  }
}
