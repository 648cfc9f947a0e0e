import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '#local/hub-options.js';
import type { Settled } from '#local/settled.js';
import { CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily } from './campaign-family.js';
import { CampaignLife } from './campaign-life.js';
import { CampaignVisits } from './campaign-visits.js';
import { killFindings, type KillFindings } from './kill-findings.js';
import { MortalService, type PlannedKill } from './kill-mortal-service.js';
import { type KillPlan, killPlan, mortalServices, nameOf, onlyAfterDeath } from './kill-plan.js';
import type { Ledger } from './ledger.js';
import { percentile } from './percentile.js';
import { random } from './random.js';

export interface CampaignReport {
  readonly name: string;
  readonly seed: number;
  readonly rounds: number;
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Chains that did not end, messages parked or dead. */
  readonly stopped: number;
  readonly recoverP50Ms: number;
  readonly recoverP95Ms: number;
  /** Kill points that no round reached: an untested promise. */
  readonly notReached: readonly string[];
  /** Kill points that this life never passes, with the reason. */
  readonly notInThisCampaign: Readonly<Record<string, string>>;
  /** What is behind the figures, where something is. */
  readonly findings: KillFindings;
}

export interface Campaign {
  /** Started with `killEnvironment`. */
  readonly hub: Hub;
  readonly ledger: Ledger;
  readonly settled: Settled;
  readonly seed: number;
  /** How often the whole plan is gone through. */
  readonly turns: number;
  readonly say: (line: string) => void;
}

const QUIET_WITHIN_MS = 300_000;

/**
 * Kills services with -9 at every durable step, several at the same time as in a power cut of half a rack, while daily life goes on.
 * Afterwards every promise that was made must have been kept exactly once.
 */
export async function killCampaign(campaign: Campaign): Promise<CampaignReport> {
  const { hub, ledger, say } = campaign;
  const plan = killPlan();
  const mortals = mortalsOf(campaign, plan);
  const reached = () => mortals.flatMap((mortal) => mortal.reached);
  const doors = new CampaignDoors(hub);
  const life = new CampaignLife(doors, new CampaignVisits(doors, ledger));
  const families: CampaignFamily[] = [];
  const began = performance.now();
  let rounds = 0;
  while (mortals.some((mortal) => !mortal.isDone)) {
    rounds += 1;
    const before = new Set(reached());
    await Promise.all(mortals.map((mortal) => mortal.beginRound()));
    try {
      families.push(...(await life.day()));
    } catch (error) {
      for (const mortal of mortals) mortal.mustBeWell();
      throw error;
    }
    await untilQuiet(campaign.settled, mortals);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    const died = reached().filter((kill) => !before.has(kill));
    say(`round ${rounds}, ${seconds} s, ${reached().length} deaths: ${died.map(nameOf).join(', ')}`);
  }
  for (const mortal of mortals) mortal.mustBeWell();
  const findings = await killFindings(doors, ledger, families);
  const names = new Set(reached().map(nameOf));
  const recoveries = mortals.flatMap((mortal) => mortal.recoveries);
  return {
    name: 'kill -9 at every durable step',
    seed: campaign.seed,
    rounds,
    kills: reached().length,
    acknowledged: [...ledger.entries.values()].filter((entry) => entry.acknowledgedAtMs !== null).length,
    lost: findings.lost.length,
    doubled: findings.doubled.length,
    outOfOrder: findings.outOfOrder.length,
    stopped: findings.stopped.length,
    recoverP50Ms: Math.round(percentile(recoveries, 0.5)),
    recoverP95Ms: Math.round(percentile(recoveries, 0.95)),
    notReached: plan.toReach.map(nameOf).filter((name) => !names.has(name)),
    notInThisCampaign: Object.fromEntries(plan.notInThisCampaign.map((kill) => [nameOf(kill), kill.reason])),
    findings,
  };
}

/** In the first turn each service dies at the first passing of each point, later at the first or second one, as the seed has it. */
function mortalsOf({ hub, seed, turns }: Campaign, { toReach }: KillPlan): MortalService[] {
  const chance = random(seed);
  return mortalServices.map((service) => {
    const planned: PlannedKill[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      for (const kill of toReach.filter((each) => each.service === service)) {
        const isFirst = turn === 0 || kill.point === onlyAfterDeath;
        planned.push({ ...kill, nth: isFirst ? 1 : 1 + Math.floor(chance() * 2) });
      }
    }
    return new MortalService(hub, service, planned);
  });
}

/** Nobody is on the way back, and nothing on its way. */
async function untilQuiet(settled: Settled, mortals: readonly MortalService[]): Promise<void> {
  const end = performance.now() + QUIET_WITHIN_MS;
  const isQuiet = async (): Promise<boolean> => {
    if (mortals.some((mortal) => mortal.isRecovering) || !(await settled.isSettled())) return false;
    return !mortals.some((mortal) => mortal.isRecovering);
  };
  while (!(await isQuiet())) {
    for (const mortal of mortals) mortal.mustBeWell();
    if (performance.now() > end) throw new Error(`${await settled.onTheirWay()} events are still on their way`);
    await pause(100);
  }
}
