import { parseArgs } from 'node:util';
import { CommandError } from '../local/command-error.js';
import { DoorRefusal } from '../local/door.js';
import type { Given, OperatorCommand, Terminal } from './operator-command.js';
import { operatorCommands } from './operator-commands.js';
import { helpOf, helpOfAll } from './operator-help.js';

/** Options that every command has; `as` is for whoever opens the terminal. */
const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean' }, as: { type: 'string' } } as const;

/**
 * Does what the arguments say and answers the exit code. The terminal is opened only when there is something to do with it. Throws
 * CommandError, with what to do, for everything that whoever gave the command can mend.
 */
export async function runOperatorCommand(
  args: readonly string[],
  open: (as: string | undefined) => Promise<Terminal>,
  say: (line: string) => void,
): Promise<number> {
  const command = operatorCommands
    .filter(({ name }) => name.split(' ').every((word, nth) => args[nth] === word))
    .toSorted((one, other) => other.name.length - one.name.length)[0];
  if (command === undefined) {
    const asked = args.length === 0 || args.includes('--help');
    if (!asked)
      throw new CommandError(
        `There is no command ${args.filter((arg) => !arg.startsWith('-')).join(' ')}.\n\n${helpOfAll(operatorCommands)}`,
      );
    say(helpOfAll(operatorCommands));
    return 0;
  }
  const { given, name } = read(command, args.slice(command.name.split(' ').length));
  if (given['help'] === true) {
    say(helpOf(command));
    return 0;
  }
  const terminal = await open(typeof given['as'] === 'string' ? given['as'] : undefined);
  try {
    const { answer, words, exitCode } = await command.run(terminal, given, name);
    terminal.say(given['json'] === true ? JSON.stringify(answer) : words);
    return exitCode;
  } catch (error) {
    if (error instanceof DoorRefusal) throw new CommandError(`Not done: ${error.message}`, 1);
    throw error;
  }
}

function read(command: OperatorCommand, args: readonly string[]): { given: Given; name: string } {
  const wrong = (what: string) => new CommandError(`${what} Nothing was done.\n\n${helpOf(command)}`);
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...command.options, ...COMMON },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw wrong(`${(error as Error).message.split('. ')[0]}.`);
  }
  const given = parsed.values as Given;
  const [name = '', ...more] = parsed.positionals;
  if (given['help'] !== true) {
    if (command.takes === undefined ? name !== '' : more.length > 0) throw wrong('That is one argument too many.');
    if (command.takes !== undefined && name === '') throw wrong(`${command.takes} is missing.`);
  }
  return { given, name };
}
