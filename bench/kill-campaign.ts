import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '#local/hub-options.js';
import type { Settled } from '#local/settled.js';
import { CampaignLife } from './campaign-life.js';
import { type Kill, killPlan, killRounds } from './kill-plan.js';
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
  readonly recoverP50Ms: number;
  readonly recoverP95Ms: number;
  /** Kill points that no round reached: an untested promise. */
  readonly notReached: readonly string[];
}

export interface Campaign {
  readonly hub: Hub;
  readonly ledger: Ledger;
  readonly settled: Settled;
  readonly nurseToken: () => Promise<string>;
  readonly seed: number;
  /** How often the whole plan is gone through. */
  readonly turns: number;
  readonly say: (line: string) => void;
}

/**
 * Kills services with -9 at every durable step while families come, journals send and documents are shared. Afterwards every
 * acknowledged result must have had exactly one effect, and every guardian exactly one letter.
 */
export async function killCampaign(campaign: Campaign): Promise<CampaignReport> {
  const { hub, ledger, settled, say } = campaign;
  const chance = random(campaign.seed);
  const life = new CampaignLife(hub, campaign.nurseToken);
  const recoveries: number[] = [];
  const guardians: string[] = [];
  const reached = new Set<string>();
  const plan = killPlan();
  let rounds = 0;
  for (let turn = 0; turn < campaign.turns; turn += 1) {
    for (const round of killRounds(plan)) {
      rounds += 1;
      const children = await life.newChildren(2);
      guardians.push(...children.flatMap((child) => child.guardians));
      await Promise.all(
        round.map(({ service, point }) =>
          hub.restart(service, { killAt: `${point}@${turn === 0 ? 1 : 1 + Math.floor(chance() * 2)}` }),
        ),
      );
      const over = new AbortController();
      const deaths = round.map((kill) => comeBack(hub, kill, over.signal));
      for (const child of [...children, ...children]) {
        const observedAt = new Date(Date.now() - 3_600_000).toISOString();
        const recordId = await life.sendResult(child, observedAt);
        ledger.sent(recordId).acknowledgedAtMs = performance.now();
      }
      for (const child of children) await life.share(child.childId);
      const lives = await Promise.all(deaths.map((death) => Promise.race([death, pause(6_000, null)])));
      over.abort();
      await Promise.all(
        round.filter((_kill, index) => lives[index] === null).map(({ service }) => hub.restart(service)),
      );
      await untilSettled(settled);
      for (const [index, recovery] of lives.entries()) {
        const kill = round[index];
        if (recovery === null || !kill) continue;
        recoveries.push(recovery);
        reached.add(nameOf(kill));
      }
      say(`round ${rounds}: ${round.map(nameOf).join(', ')}`);
    }
  }
  await untilLettersCame(life, guardians.length);
  const letters = await life.lettersReceived();
  const perGuardian = guardians.map(
    (cpr) => new Set(letters.filter((each) => each.recipientCpr === cpr).map((each) => each.messageUuid)).size,
  );
  const lostLetters = perGuardian.filter((count) => count === 0).length;
  const doubledLetters = perGuardian.filter((count) => count > 1).length;
  return {
    name: 'kill -9 at every durable step',
    seed: campaign.seed,
    rounds,
    kills: recoveries.length,
    acknowledged: ledger.entries.size,
    lost: ledger.lost().length + lostLetters,
    doubled: ledger.doubled().length + doubledLetters,
    recoverP50Ms: percentile(recoveries, 0.5),
    recoverP95Ms: percentile(recoveries, 0.95),
    notReached: plan.map(nameOf).filter((name) => !reached.has(name)),
  };
}

const nameOf = ({ service, point }: Kill): string => `${service}: ${point}`;

/** Waits for the service to die at its kill point, starts it again, and tells how long that took; null when the round was over before. */
async function comeBack(hub: Hub, { service }: Kill, over: AbortSignal): Promise<number | null> {
  await hub.ended(service);
  if (over.aborted) return null;
  const died = performance.now();
  await hub.restart(service);
  return performance.now() - died;
}

async function untilSettled(settled: Settled): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await settled.isSettled())) {
    if (performance.now() > end) throw new Error(`${await settled.onTheirWay()} events are still on their way`);
    await pause(100);
  }
}

async function untilLettersCame(life: CampaignLife, guardians: number): Promise<void> {
  const end = performance.now() + 60_000;
  while (performance.now() < end && (await life.lettersReceived()).length < guardians) await pause(200);
}
