// Runs on the Node that npm runs on (20 or later): imports nothing but Node itself.
import { parseArgs } from 'node:util';

const NUMBER = { form: /^[1-9]\d{0,9}$/, says: 'a whole number above 0' };
const NAMES = { form: /^[a-z0-9-]+(,[a-z0-9-]+)*$/, says: 'names with commas between' };
/** A branch, a tag or a commit; never taken for an option of git. */
const REVISION = { form: /^[\w][\w./~^-]{0,200}$/, says: 'the name of a commit' };

/**
 * What each npm command takes. `options` are flags (`null`) or take a value of a form; `names` says what its other arguments are, and
 * without it there are none.
 */
const COMMANDS = {
  start: { usage: 'npm start [-- --exit]', options: { exit: null } },
  /** The test runner knows its own arguments. */
  test: { usage: 'npm test', passedOn: true },
  build: { usage: 'npm run build' },
  check: { usage: 'npm run check' },
  report: { usage: 'npm run report -- FILE...', names: 'files or folders with reports (JSON or XML)' },
  scenario: { usage: 'npm run scenario -- FILE...', names: 'scenario files or folders, for example test/scenarios' },
  bench: {
    usage: 'npm run bench [-- --quick | --portal | --stored N | --drain N | --replay N | --compare REF]',
    options: { quick: null, portal: null, stored: NUMBER, drain: NUMBER, replay: NUMBER, compare: REVISION },
  },
  faults: {
    usage: 'npm run faults [-- --fault NAME[,NAME] --seed N --rounds N --from REF | --list]',
    options: { fault: NAMES, seed: NUMBER, rounds: NUMBER, from: REVISION, list: null },
  },
  reset: { usage: 'npm run reset' },
  generate: { usage: 'npm run generate' },
  /** It has commands of its own, and says which. */
  hub: { usage: 'npm run hub -- COMMAND', passedOn: true },
  token: { usage: 'npm run -s token -- WHO', names: 'who', most: 1 },
};

/** What is wrong with the arguments in one line, or null. A command that gets something it does not know does nothing at all. */
export function faultOfArguments(command, args) {
  const { usage, options = {}, names, most = Infinity, passedOn = false } = COMMANDS[command];
  if (passedOn) return null;
  const refused = (what) => `${what} Nothing was done. Use it so: ${usage}`;
  const types = Object.entries(options).map(([name, form]) => [name, { type: form === null ? 'boolean' : 'string' }]);
  let parsed;
  try {
    parsed = parseArgs({ args, options: Object.fromEntries(types), allowPositionals: true, strict: true });
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
    return refused(`${error.message.split('. ')[0]}.`);
  }
  const { values, positionals } = parsed;
  for (const [name, value] of Object.entries(values)) {
    const takes = options[name];
    if (takes !== null && !takes.form.test(value)) return refused(`--${name} takes ${takes.says}.`);
  }
  const beyond = positionals[names === undefined ? 0 : most];
  if (beyond !== undefined) return refused(`"${beyond}" is one argument too many.`);
  if (names !== undefined && most === Infinity && positionals.length === 0) return refused(`Name ${names}.`);
  return null;
}
