import { parseArgs } from 'node:util';
import { runCommand } from '#local/run-command.js';
import { compareWith } from './compare.js';
import { measureMainJob } from './main-job-figures.js';
import { measurePortalPages } from './portal-pages.js';
import { measureDrain } from './volume/measure-drain.js';
import { measureReplay } from './volume/measure-replay.js';
import { measureStored } from './volume/measure-stored.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  const { quick, portal, compare, stored, drain, replay } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      portal: { type: 'boolean', default: false },
      compare: { type: 'string' },
      stored: { type: 'string' },
      drain: { type: 'string' },
      replay: { type: 'string' },
    },
  }).values;
  if (compare !== undefined) report(await compareWith(compare, say));
  else if (portal) report(await measurePortalPages(say, { quick }));
  else if (stored !== undefined) report(await measureStored(say, { results: Number(stored), quick }));
  else if (drain !== undefined) report(await measureDrain(say, { results: Number(drain) }));
  else if (replay !== undefined) report(await measureReplay(say, { letters: Number(replay) }));
  else report(await measureMainJob(say, { quick }));
  return 0;
}

/** A table for people, then one JSON object on the last line for machines. */
function report(figures: Record<string, number>): void {
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number.isNaN(value) ? null : Number(value.toPrecision(4))]),
  );
  for (const [name, value] of Object.entries(rounded)) process.stdout.write(`${name.padEnd(22)} ${value ?? '-'}\n`);
  process.stdout.write(`${JSON.stringify(rounded)}\n`);
}

await runCommand(main);
