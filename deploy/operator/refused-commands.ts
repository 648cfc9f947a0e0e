import { CommandError } from '../local/command-error.js';
import { RefusedAnswer, RefusedBySenderAnswer } from './answers.js';
import { askHub } from './hub-door.js';
import { done, textOf, type Given, type OperatorCommand, type Outcome, type Terminal } from './operator-command.js';
import { table } from './table.js';
import { trend } from './trend.js';

/** What senders were refused for: code and place, never a value. */
export const refusedCommands: readonly OperatorCommand[] = [
  {
    name: 'refused',
    does: 'lists refused entries with code and place, newest first, or what each sender was refused for',
    options: {
      sender: { type: 'string' },
      code: { type: 'string' },
      limit: { type: 'string' },
      'by-sender': { type: 'boolean' },
      days: { type: 'string' },
    },
    told: {
      sender: 'of this source system',
      code: 'refused with this code',
      limit: 'at most so many (default 100)',
      'by-sender': 'instead of each entry: code, place, count, trend and cure for each sender',
      days: 'with --by-sender: of so many days to today (default 30, at most 90)',
    },
    run: (terminal, given) => (given['by-sender'] === true ? bySender(terminal, given) : entries(terminal, given)),
  },
];

async function entries({ hub }: Terminal, given: Given): Promise<Outcome> {
  if (given['days'] !== undefined) throw new CommandError('--days goes with --by-sender alone.');
  const query = { sourceSystem: textOf(given, 'sender'), code: textOf(given, 'code'), limit: textOf(given, 'limit') };
  const answer = await askHub(hub, 'operations', '/refused-entries', RefusedAnswer, { query });
  const rows = answer.entries.map((one) => [one.refusedAt, one.sourceSystem, one.recordId, one.code, one.place]);
  return done(answer, table(['REFUSED', 'FROM', 'RECORD', 'CODE', 'PLACE'], rows));
}

async function bySender({ hub }: Terminal, given: Given): Promise<Outcome> {
  const other = ['sender', 'code', 'limit'].find((name) => given[name] !== undefined);
  if (other !== undefined) throw new CommandError(`--by-sender shows all senders and codes: leave --${other} out.`);
  const query = { days: textOf(given, 'days') };
  const answer = await askHub(hub, 'operations', '/refused-entries/by-sender', RefusedBySenderAnswer, { query });
  const rows = answer.senders.flatMap(({ sourceSystem, kinds }) =>
    kinds.map(({ code, place, count, lastAt, perDay, cure }) => [
      sourceSystem,
      code,
      place ?? 'the whole entry',
      count,
      lastAt,
      trend(perDay),
      cure,
    ]),
  );
  return done(answer, table(['FROM', 'CODE', 'MOST OFTEN AT', 'COUNT', 'LAST', 'PER DAY', 'CURE'], rows));
}
