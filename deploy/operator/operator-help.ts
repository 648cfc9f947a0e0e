import type { OperatorCommand } from './operator-command.js';

const USE = `npm run hub -- COMMAND [OPTIONS]

Acts for operators of the hub, through its public doors. With npm start running it logs in as ops (--as NAME for another member of staff
of the role ops_operator). For any other hub set HUB_TOKEN to an access token and HUB_ADDRESSES to "operations=https://...,screening=https://...".

Every command takes --json (the answer as JSON, alone on standard output) and --help.
Exit codes: 0 done, 1 not done or not all (of an overview: a service does not answer), 2 given wrongly (nothing was done),
3 begun and going on in the service, but not watched to its end, 130 stopped by Ctrl-C.
`;

const nameOf = ({ name, takes }: OperatorCommand): string => (takes === undefined ? name : `${name} ${takes}`);

/** All commands, a line each. */
export function helpOfAll(commands: readonly OperatorCommand[]): string {
  const width = Math.max(...commands.map((command) => nameOf(command).length));
  return [USE, ...commands.map((command) => `  ${nameOf(command).padEnd(width)}  ${command.does}`)].join('\n');
}

/** One command with its options. */
export function helpOf(command: OperatorCommand): string {
  const options = Object.entries(command.told);
  const width = Math.max(0, ...options.map(([name]) => name.length));
  const lines = options.map(([name, told]) => `  --${name.padEnd(width)}  ${told}`);
  return [`npm run hub -- ${nameOf(command)}`, `  ${command.does}`, ...lines].join('\n');
}
