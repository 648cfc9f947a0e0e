import { runCommand } from '#local/run-command.js';
import { compareWith } from './compare.js';
import { measureMainJob } from './main-job-figures.js';
import { measurePortalPages } from './portal-pages.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  const quick = args.includes('--quick');
  const ref = args.includes('--compare') ? args[args.indexOf('--compare') + 1] : undefined;
  if (ref !== undefined) report(await compareWith(ref, say));
  else if (args.includes('--portal')) report(await measurePortalPages(say, { quick }));
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
