import { runCommand } from '../local/run-command.js';
import { operatorsHub } from './operators-hub.js';
import { runOperatorCommand } from './run-operator-command.js';

/** `npm run hub -- COMMAND`: what an operator can do, from a terminal. */
async function main(args: string[]): Promise<number> {
  const stopping = new AbortController();
  // A replay is stopped in order, and a rebuild says how to look at it later; whatever else is under way may be left.
  const endsInOrder = args[1] === 'replay' || args[0] === 'rebuild';
  process.on('SIGINT', () => (endsInOrder ? stopping.abort() : process.exit(130)));
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const open = async (as: string | undefined) => ({
    hub: await operatorsHub(as),
    say,
    progress: process.stderr.isTTY ? process.stderr : null,
    signal: stopping.signal,
  });
  return runOperatorCommand(args, open, say);
}

await runCommand(main);
