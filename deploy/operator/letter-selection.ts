import type { z } from 'zod';
import { CommandError } from '../local/command-error.js';
import { DeadLettersAnswer, type DeadLetter, SummaryAnswer } from './answers.js';
import { askHub, type OperatorsHub } from './hub-door.js';
import { textOf, type Given } from './operator-command.js';

/** Which dead letters are meant; the criteria are joined by "and". */
export interface LetterSelection {
  readonly ids?: readonly string[];
  readonly key?: string;
  readonly type?: string;
  readonly code?: string;
  readonly diedBefore?: string;
}

export const selectionOptions = {
  id: { type: 'string', multiple: false },
  key: { type: 'string' },
  type: { type: 'string' },
  code: { type: 'string' },
  'died-before': { type: 'string' },
} as const;

export const selectionTold = {
  id: 'these letters: ids with commas between',
  key: 'letters of this child (key)',
  type: 'letters of this event type, such as letter.submitted.v1',
  code: 'letters that died of this',
  'died-before': 'letters that died before this time',
} as const;

const PAGE = 1000;

/** The selection as given; empty when nothing was. */
export function selectionOf(given: Given): LetterSelection {
  const [id, key, type, code] = ['id', 'key', 'type', 'code'].map((name) => textOf(given, name));
  const diedBefore = textOf(given, 'died-before');
  return {
    ...(id === undefined ? {} : { ids: id.split(',').map((one) => one.trim()) }),
    ...(key === undefined ? {} : { key }),
    ...(type === undefined ? {} : { type }),
    ...(code === undefined ? {} : { code }),
    ...(diedBefore === undefined ? {} : { diedBefore }),
  };
}

/** A selection for an act: never everything by mistake. */
export function mustSelect(given: Given): LetterSelection {
  const selection = selectionOf(given);
  if (Object.keys(selection).length === 0) {
    throw new CommandError(
      'Say which letters: --id, --key, --type, --code or --died-before. See: npm run hub -- --help',
    );
  }
  return selection;
}

/** Every selected letter in a state, page by page. */
export async function selectedLetters(
  hub: OperatorsHub,
  service: string,
  state: string,
  { ids, diedBefore, ...asked }: LetterSelection,
): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for (let after: string | undefined; ;) {
    const query = { ...asked, state, limit: String(PAGE), after };
    const { deadLetters } = await askHub(hub, service, '/messages/dead-letters', DeadLettersAnswer, { query });
    found.push(...deadLetters);
    if (deadLetters.length < PAGE) break;
    after = deadLetters.at(-1)!.position;
  }
  const before = diedBefore === undefined ? Infinity : Date.parse(diedBefore);
  return found.filter(({ id, diedAt }) => (ids?.includes(id) ?? true) && Date.parse(diedAt) < before);
}

type LetterCounts = z.infer<typeof SummaryAnswer>['deadLetters'];

/** How many of the selected letters are in each state, however many there are; `since`: of those whose state has changed since then. */
export async function countLetters(
  hub: OperatorsHub,
  service: string,
  { ids, ...asked }: LetterSelection,
  since?: string,
): Promise<LetterCounts> {
  const all: LetterCounts = { open: 0, queued: 0, replayed: 0, discarded: 0 };
  for (const id of ids ?? [undefined]) {
    const { deadLetters } = await askHub(hub, service, '/messages/summary', SummaryAnswer, {
      query: { ...asked, id, since },
    });
    for (const state of ['open', 'queued', 'replayed', 'discarded'] as const) all[state] += deadLetters[state];
  }
  return all;
}
