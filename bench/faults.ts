import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#local/project-root.js';
import { runCommand } from '#local/run-command.js';
import { openBenchHub } from './bench-hub.js';
import { killCampaign } from './kill-campaign.js';
import { killEnvironment } from './kill-environment.js';
import { aheadAtFirst, killPlan } from './kill-plan.js';
import type { KillReport } from './kill-report.js';
import { Ledger } from './ledger.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run faults [-- --turns N --seed N]`: the long form of the kill campaign; writes its report under bench/results. */
async function main(): Promise<number> {
  const plan = killPlan({ seed: argument('seed', 20_261_122), turns: argument('turns', 5) });
  const bench = await openBenchHub(say, { env: killEnvironment, killAt: aheadAtFirst(plan) });
  const ledger = await Ledger.open(bench.servers.brokers, 'hub.');
  try {
    const report = await killCampaign({
      hub: bench.hub,
      ledger,
      settled: bench.settled,
      plan,
      say,
    });
    keep(report);
    tell(report);
    return report.troubles.length === 0 ? 0 : 1;
  } finally {
    await ledger.close();
    await bench.close();
  }
}

function argument(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
}

function keep(report: KillReport): void {
  const folder = join(projectRoot, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const machine = {
    system: `${type()} ${release()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
  };
  const kept = { date: new Date().toISOString(), machine, campaigns: [report] };
  writeFileSync(join(folder, 'faults.json'), `${JSON.stringify(kept, null, 2)}\n`);
}

/** A table for people, then one JSON object on the last line for machines. */
function tell(report: KillReport): void {
  for (const [name, value] of Object.entries(report)) {
    if (typeof value !== 'object') say(`${name.padEnd(14)} ${value}`);
  }
  for (const [name, reason] of Object.entries(report.notInThisCampaign))
    say(`not in this campaign: ${name} (${reason})`);
  for (const trouble of report.troubles) say(trouble);
  say(JSON.stringify(report));
}

await runCommand(main);
