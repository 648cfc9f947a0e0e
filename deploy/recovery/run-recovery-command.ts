import { parseArgs } from 'node:util';
import { CommandError } from '../local/command-error.js';
import { growPartitions } from './grow-partitions.js';
import { publishAgain } from './publish-again.js';
import { readAgain } from './read-again.js';
import type { Given, RecoveryCommand } from './recovery-command.js';

const commands: readonly RecoveryCommand[] = [readAgain, publishAgain, growPartitions];
const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const;
const PROGRAM = 'node dist/deploy/recovery/main.js';

export interface RecoveryOutput {
  /** To standard output. */
  say(line: string): void;
  /** How far long work is. */
  progress(line: string): void;
}

/** Does what the arguments say and answers the exit code. Throws CommandError for everything that whoever gave the command can mend. */
export async function runRecoveryCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { say, progress }: RecoveryOutput,
): Promise<number> {
  const command = commands.find(({ name }) => name === args[0]);
  if (command === undefined) {
    if (args.length > 0 && !args.includes('--help'))
      throw new CommandError(`There is no command ${args[0]}. Nothing was done.\n\n${helpOfAll()}`);
    say(helpOfAll());
    return 0;
  }
  const given = read(command, args.slice(1));
  if (given['help'] === true) {
    say(helpOf(command));
    return 0;
  }
  const { answer, words } = await command.run(given, env, progress);
  say(given['json'] === true ? JSON.stringify(answer) : words);
  return 0;
}

function read(command: RecoveryCommand, args: readonly string[]): Given {
  try {
    return parseArgs({ args: [...args], options: { ...command.options, ...COMMON }, strict: true }).values as Given;
  } catch (error) {
    throw new CommandError(`${(error as Error).message.split('. ')[0]}. Nothing was done.\n\n${helpOf(command)}`);
  }
}

function helpOfAll(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `${PROGRAM} COMMAND [OPTIONS]`,
    '',
    'For whoever runs the servers: what a restore needs, and more partitions. See docs/operations.md.',
    'Every command takes --dry-run (says what it would do), --json (the answer as JSON, alone on standard output) and --help.',
    'Exit codes: 0 done, 1 not done, 2 given wrongly. What is not done leaves everything as it was.',
    '',
    ...commands.map(({ name, does }) => `  ${name.padEnd(width)}  ${does}`),
  ].join('\n');
}

function helpOf({ name, does, reads, told }: RecoveryCommand): string {
  const lines = Object.entries({
    ...told,
    'dry-run': 'say what would be done, and do nothing',
    json: 'answer as JSON',
  });
  const width = Math.max(...lines.map(([option]) => option.length));
  return [
    `${PROGRAM} ${name}`,
    `  ${does}`,
    `  Reads from the environment: ${reads.join(', ')}`,
    ...lines.map(([option, words]) => `  --${option.padEnd(width)}  ${words}`),
  ].join('\n');
}
