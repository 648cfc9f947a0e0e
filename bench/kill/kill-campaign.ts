import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '#local/hub-options.js';
import type { Settled } from '#local/settled.js';
import { CampaignDoors, type Patience } from '../life/campaign-doors.js';
import { CampaignLife, type LivedDay } from '../life/campaign-life.js';
import { killFindings } from './kill-findings.js';
import { keepLogs } from './kill-logs.js';
import { MortalService } from './kill-mortal-service.js';
import { mortalServices, nameOf, type KillPlan } from './kill-plan.js';
import { killReport, type KillReport } from './kill-report.js';
import type { Ledger } from '../ledger.js';
import type { Read } from '../search-everywhere.js';

export interface Campaign {
  /** Started with `killEnvironment`, and with the first turn of the plan ahead of its services. */
  readonly hub: Hub;
  readonly ledger: Ledger;
  readonly settled: Settled;
  /** Reads every row of every database of the hub. */
  readonly everyRow: () => Promise<Read[]>;
  readonly plan: KillPlan;
  readonly say: (line: string) => void;
}

/** When nobody has died or come back for so long, what is waited for never comes. */
const STILL_FOR_TOO_LONG_MS = 180_000;

/**
 * Kills services with -9 at every durable step, several at the same time as in a power cut of half a rack, while daily life goes on.
 * Afterwards every promise that was made must have been kept exactly once. Throws when life stands still: what was waited for, how each
 * service stands, and where the logs are.
 */
export async function killCampaign(campaign: Campaign): Promise<KillReport> {
  const { hub, ledger, plan, everyRow } = campaign;
  const mortals = mortalServices.map((service) => {
    const turns = plan.turns.map((turn) => turn.filter((kill) => kill.service === service));
    return new MortalService(hub, service, turns);
  });
  let isOver = false;
  const patience: Patience = (what, sinceMs) => {
    for (const mortal of mortals) mortal.mustBeWell();
    const stillSince = Math.max(sinceMs, ...mortals.map(({ changedAtMs }) => changedAtMs));
    if (isOver || performance.now() - stillSince > STILL_FOR_TOO_LONG_MS) {
      throw new Error(`${what} did not come, and nobody died or came back for ${STILL_FOR_TOO_LONG_MS / 1000} s`);
    }
  };
  const doors = new CampaignDoors(hub, patience);
  try {
    const days = await live(campaign, doors, mortals, patience);
    const promised = {
      families: days.flatMap(({ families }) => families),
      deleted: days.flatMap(({ deleted }) => deleted),
      rows: await everyRow(),
    };
    return killReport(campaign, mortals, days.length, await killFindings(doors, ledger, promised));
  } catch (error) {
    isOver = true;
    const reason = error instanceof Error ? error.message : String(error);
    const standing = mortals.map((mortal) => mortal.standing());
    throw new Error([reason, ...standing, `logs, by service: ${keepLogs(hub)}`].join('\n'), {
      cause: error,
    });
  }
}

/** Day after day until every kill point was reached, or was not in spite of much patience. */
async function live(
  { settled, say, ledger }: Campaign,
  doors: CampaignDoors,
  mortals: readonly MortalService[],
  patience: Patience,
): Promise<LivedDay[]> {
  const life = new CampaignLife(doors, ledger);
  const days: LivedDay[] = [];
  const began = performance.now();
  do {
    const before = new Set(mortals.flatMap(({ reached }) => reached));
    days.push(await life.day());
    await untilQuiet(settled, mortals, patience);
    const deaths = mortals.flatMap(({ reached }) => reached);
    const today = deaths.filter((kill) => !before.has(kill));
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    say(`round ${days.length}, ${seconds} s, ${deaths.length} deaths: ${today.map(nameOf).join(', ')}`);
    const mourning = new Set(today.map(({ service }) => service));
    await Promise.all(mortals.map((mortal) => mortal.endDay(mourning.has(mortal.service))));
  } while (mortals.some(({ isDone }) => !isDone));
  return days;
}

/** Nobody is on the way back, and nothing on its way. */
async function untilQuiet(settled: Settled, mortals: readonly MortalService[], patience: Patience): Promise<void> {
  const isQuiet = async (): Promise<boolean> => {
    if (mortals.some((mortal) => mortal.isRecovering) || !(await settled.isSettled())) return false;
    return !mortals.some((mortal) => mortal.isRecovering);
  };
  const began = performance.now();
  while (!(await isQuiet())) {
    patience(`The end of ${await settled.onTheirWay()} events on their way`, began);
    await pause(100);
  }
}
