import type { Hub } from '#local/hub-options.js';
import type { KillFindings } from './kill-findings.js';
import { keepLogs } from './kill-logs.js';
import type { MortalService } from './kill-mortal-service.js';
import { nameOf, type KillPlan } from './kill-plan.js';
import type { Ledger } from '../ledger.js';
import { percentile } from '../percentile.js';

export interface KillReport {
  readonly name: string;
  readonly seed: number;
  /** Days that were lived through. */
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
  /** All of it in words, and where the logs are; empty when every promise was kept and every kill point reached. */
  readonly troubles: readonly string[];
}

export function killReport(
  { hub, ledger, plan }: { hub: Hub; ledger: Ledger; plan: KillPlan },
  mortals: readonly MortalService[],
  rounds: number,
  findings: KillFindings,
): KillReport {
  const notReached = mortals.flatMap((mortal) => mortal.notReached.map(nameOf));
  const troubles = [
    ...mortals.flatMap(({ service, notReached: points }) =>
      points.map(({ point }) => `${service} never passed the kill point ${point}`),
    ),
    ...Object.entries(findings).flatMap(([kind, lines]) => lines.map((line: string) => `${kind}: ${line}`)),
  ];
  const recoveries = mortals.flatMap((mortal) => mortal.recoveries);
  return {
    name: 'kill -9 at every durable step',
    seed: plan.seed,
    rounds,
    kills: mortals.flatMap(({ reached }) => reached).length,
    acknowledged: [...ledger.entries.values()].filter((entry) => entry.acknowledgedAtMs !== null).length,
    lost: findings.lost.length,
    doubled: findings.doubled.length,
    outOfOrder: findings.outOfOrder.length,
    stopped: findings.stopped.length,
    recoverP50Ms: Math.round(percentile(recoveries, 0.5)),
    recoverP95Ms: Math.round(percentile(recoveries, 0.95)),
    notReached,
    notInThisCampaign: plan.notInThisCampaign,
    findings,
    troubles: troubles.length > 0 ? [...troubles, `logs, by service: ${keepLogs(hub)}`] : [],
  };
}
