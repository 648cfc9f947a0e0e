import type { Fault, FaultOptions, PlayedFault } from './fault.js';
import type { FaultCourse, FaultResult } from './fault-result.js';
import type { FaultGround } from './fault-ground.js';
import { FaultStage } from './fault-stage.js';
import { killFindings } from '../kill/kill-findings.js';
import { Ledger } from '../ledger.js';
import { percentile } from '../percentile.js';
import { random } from '../random.js';

export interface FaultRun extends FaultOptions {
  readonly fault: Fault;
  readonly ground: FaultGround;
}

/** The broker of the grounds allows it; the ledger must not be slower to come back than the services. */
const LEDGER_SESSION_MS = 2_000;

/** Record ids differ between runs of the same fault on the same ground. */
let runs = 0;

/**
 * Plays the rounds of a fault, and looks afterwards at every promise from outside. What breaks a round is one of its troubles; then the
 * ground is of no use to others any more.
 */
export async function runFault(run: FaultRun): Promise<PlayedFault & { broken: boolean }> {
  const { fault, ground, seed, rounds, say } = run;
  const began = performance.now();
  runs += 1;
  const ledger = await Ledger.open(ground.servers.brokers, ground.topicPrefix, {
    sessionTimeoutMs: LEDGER_SESSION_MS,
  });
  const stage = new FaultStage(ground, ledger, random(seed), `F${runs}`);
  let played = 0;
  try {
    for (let nth = 1; nth <= rounds; nth++) {
      await fault.round(stage, nth);
      played = nth;
      const back = stage.recoveries.at(-1);
      say(
        `  round ${nth} of ${rounds}, ${seconds(began)} s: ${count(ledger)} acknowledged, back after ${back ?? '-'} ms`,
      );
    }
    const findings = await killFindings(ground.doors, ledger, stage, () => stage.desk.stillStopped());
    await stage.desk.discardAll();
    for (const [kind, lines] of Object.entries(findings)) for (const line of lines) stage.trouble(`${kind}: ${line}`);
    return {
      result: resultOf(run, stage, played, began, findings),
      course: courseOf(run, stage, began),
      broken: false,
    };
  } catch (error) {
    stage.trouble(`round ${played + 1} broke off: ${error instanceof Error ? error.message : String(error)}`);
    const findings = { lost: ledger.lost(), doubled: ledger.doubled(), outOfOrder: ledger.outOfOrder() };
    return { result: resultOf(run, stage, played, began, findings), course: courseOf(run, stage, began), broken: true };
  } finally {
    await ledger.close();
  }
}

function resultOf(
  { fault, seed }: FaultRun,
  { ledger, recoveries, troubles, kills }: FaultStage,
  rounds: number,
  began: number,
  findings: { lost: readonly string[]; doubled: readonly string[]; outOfOrder: readonly string[] },
): FaultResult {
  const recovered = (share: number) => (recoveries.length > 0 ? percentile(recoveries, share) : null);
  return {
    name: fault.name,
    seed,
    rounds,
    acknowledged: count(ledger),
    lost: findings.lost.length,
    doubled: findings.doubled.length,
    outOfOrder: findings.outOfOrder.length,
    recoverP50Ms: recovered(0.5),
    recoverP95Ms: recovered(0.95),
    ...(kills > 0 ? { kills } : {}),
    seconds: Number(seconds(began)),
    held: troubles.length === 0,
    troubles,
  };
}

function courseOf({ fault }: FaultRun, { ledger, times }: FaultStage, began: number): FaultCourse {
  const entries = [...ledger.entries.values()];
  const perSecond = (at: (entry: (typeof entries)[number]) => number | null): number[] => {
    const counts = Array.from({ length: Math.floor((performance.now() - began) / 1000) + 1 }, () => 0);
    for (const entry of entries) {
      const ms = at(entry);
      if (ms !== null) counts[Math.floor((ms - began) / 1000)]! += 1;
    }
    return counts;
  };
  return {
    name: fault.name,
    acknowledgedPerSecond: perSecond(({ acknowledgedAtMs }) => acknowledgedAtMs),
    visiblePerSecond: perSecond(({ visibleAtMs }) => visibleAtMs),
    faultSeconds: times.map(([from, to]) => [tenths(from - began), tenths(to - began)]),
  };
}

const tenths = (ms: number): number => Math.round(ms / 100) / 10;
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0);
const count = (ledger: Ledger): number =>
  [...ledger.entries.values()].filter(({ acknowledgedAtMs }) => acknowledgedAtMs !== null).length;
