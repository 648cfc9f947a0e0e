import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#local/project-root.js';
import { openBenchHub } from './bench-hub.js';
import { killCampaign } from './kill-campaign.js';
import { Ledger } from './ledger.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run faults [-- --turns N --seed N]`: the long form of the kill campaign; writes its report under bench/results. */
async function main(): Promise<number> {
  const argument = (name: string, otherwise: number): number => {
    const at = process.argv.indexOf(`--${name}`);
    return at === -1 ? otherwise : Number(process.argv[at + 1]);
  };
  const bench = await openBenchHub(say);
  const ledger = await Ledger.open(bench.servers.brokers, 'hub.');
  try {
    const report = await killCampaign({
      hub: bench.hub,
      ledger,
      settled: bench.settled,
      nurseToken: bench.nurseToken,
      seed: argument('seed', 20_261_122),
      turns: argument('turns', 5),
      say,
    });
    const folder = join(projectRoot, 'bench', 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'faults.json'), `${JSON.stringify([report], null, 2)}\n`);
    say(JSON.stringify(report));
    return report.lost + report.doubled === 0 ? 0 : 1;
  } finally {
    await ledger.close();
    await bench.close();
  }
}

process.exitCode = await main();
