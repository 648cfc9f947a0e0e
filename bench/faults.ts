import { CommandError } from '#local/command-error.js';
import { runCommand } from '#local/run-command.js';
import type { Fault, FaultCampaign, PlayedFault } from './campaign/fault.js';
import { FaultGrounds } from './campaign/fault-grounds.js';
import { faultReport, keepFaultReport } from './campaign/fault-report.js';
import type { FaultCourse, FaultResult } from './campaign/fault-result.js';
import { allFaults } from './faults/all-faults.js';
import { upgradeFromEarlier } from './faults/upgrade-from-earlier.js';
import { runFault } from './campaign/run-fault.js';

const DEFAULT_SEED = 20_261_122;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * `npm run faults [-- --fault NAME,NAME --seed N --rounds N --from REF | --list]`: plays faults one after the other, says how each went, and
 * writes the report under bench/results. `--from`: the commit from which upgrade-from-earlier starts. Not 0 when an outcome was not as required.
 */
async function main(args: string[]): Promise<number> {
  if (args.includes('--list')) return list();
  const ref = argument(args, 'from');
  const faults = chosen(argument(args, 'fault')).map((fault) =>
    ref !== null && fault.name === 'upgrade-from-earlier' ? upgradeFromEarlier(ref) : fault,
  );
  const seed = Number(argument(args, 'seed') ?? DEFAULT_SEED);
  const rounds = argument(args, 'rounds');
  const grounds = new FaultGrounds(say);
  const results: FaultResult[] = [];
  const courses: FaultCourse[] = [];
  const began = performance.now();
  try {
    for (const [nth, fault] of faults.entries()) {
      const options = { seed, rounds: rounds === null ? fault.rounds : Number(rounds), say };
      say(`fault ${nth + 1} of ${faults.length}: ${fault.name}, ${minutes(began)} min so far`);
      const { result, course } = await play(grounds, fault, options);
      results.push(result);
      if (course) courses.push(course);
      say(
        `  ${result.held ? 'as required' : 'NOT as required'}: ${JSON.stringify({ ...result, troubles: undefined })}`,
      );
      for (const trouble of result.troubles) say(`  ${trouble}`);
      // After each fault, so that an interrupted campaign has a report too.
      keepFaultReport(faultReport((performance.now() - began) / 1000, results, courses));
    }
  } finally {
    await grounds.close();
  }
  say(`the report: ${keepFaultReport(faultReport((performance.now() - began) / 1000, results, courses))}`);
  return results.every(({ held }) => held) ? 0 : 1;
}

/** Plays a fault, whatever comes of it. */
async function play(
  grounds: FaultGrounds,
  fault: Fault | FaultCampaign,
  options: { seed: number; rounds: number; say: typeof say },
): Promise<PlayedFault> {
  const began = performance.now();
  try {
    if (fault.ground === null) {
      await grounds.close();
      return await fault.play(options);
    }
    const played = await runFault({ fault, ground: await grounds.of(fault.ground), ...options });
    if (played.broken) await grounds.abandon();
    return played;
  } catch (error) {
    const counts = { acknowledged: 0, lost: 0, doubled: 0, outOfOrder: 0, recoverP50Ms: null, recoverP95Ms: null };
    const seconds = Math.round((performance.now() - began) / 1000);
    const troubles = [`could not be played to its end: ${error instanceof Error ? error.message : String(error)}`];
    const result = { name: fault.name, seed: options.seed, rounds: 0, ...counts, seconds, held: false, troubles };
    return { result, course: null };
  }
}

function list(): number {
  for (const { name, rounds, does, mustHold } of allFaults) say(`${name} (${rounds})\n  ${does}\n  ${mustHold}`);
  return 0;
}

function chosen(names: string | null): readonly (Fault | FaultCampaign)[] {
  if (names === null) return allFaults;
  return names.split(',').map((name) => {
    const fault = allFaults.find((each) => each.name === name);
    if (fault) return fault;
    throw new CommandError(`There is no fault "${name}". Nothing was done. See npm run faults -- --list`);
  });
}

function argument(args: string[], name: string): string | null {
  const at = args.indexOf(`--${name}`);
  return at === -1 ? null : (args[at + 1] ?? null);
}

const minutes = (since: number): string => ((performance.now() - since) / 60_000).toFixed(1);

await runCommand(main);
