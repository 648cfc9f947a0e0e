import { chainTable } from '../local/chain-table.js';
import { ChainAnswer, ChainsAnswer } from './answers.js';
import { askHub } from './hub-door.js';
import { done, textOf, type OperatorCommand } from './operator-command.js';
import { table } from './table.js';

/** Each option and the name by which the door knows it. */
const SEARCH = {
  receipt: 'receiptId',
  record: 'recordId',
  letter: 'letterId',
  from: 'from',
  to: 'to',
  state: 'state',
  sender: 'sourceSystem',
  limit: 'limit',
} as const;

export const chainCommands: readonly OperatorCommand[] = [
  {
    name: 'chains',
    does: 'finds chains, newest first',
    options: Object.fromEntries([...Object.keys(SEARCH), 'trace'].map((name) => [name, { type: 'string' as const }])),
    told: {
      trace: 'trace id, 32 hexadecimal digits',
      receipt: "the hub's receipt id",
      record: "the sender's record id",
      letter: 'letter id',
      sender: 'source system',
      state: 'running, complete, refused, failed, stopped or closed',
      from: 'begun at this time or later, such as 2026-05-06T08:00:00Z',
      to: 'begun before this time',
      limit: 'at most so many (default 50, at most 200)',
    },
    run: async ({ hub }, given) => {
      const trace = textOf(given, 'trace');
      if (trace !== undefined) {
        const chain = await askHub(hub, 'operations', `/chains/${encodeURIComponent(trace)}`, ChainAnswer);
        return done({ chains: [chain] }, listed([chain]));
      }
      const query = Object.fromEntries(Object.entries(SEARCH).map(([option, name]) => [name, textOf(given, option)]));
      const answer = await askHub(hub, 'operations', '/chains', ChainsAnswer, { query });
      return done(answer, listed(answer.chains));
    },
  },
  {
    name: 'chain show',
    takes: 'TRACE-OR-RECEIPT',
    does: 'shows every step of one chain with its time',
    options: {},
    told: {},
    run: async ({ hub }, _, id) => {
      const path = /^[0-9a-f]{32}$/.test(id) ? `/chains/${id}` : `/receipts/${encodeURIComponent(id)}/chain`;
      const chain = await askHub(hub, 'operations', path, ChainAnswer);
      const gaps = chain.gaps.map(({ step, since, closedAt, cameAt, byHand }) => {
        const came = cameAt === null ? 'missing' : `came ${cameAt}`;
        const closed = byHand === null ? '' : `, closed by ${byHand.who} ${closedAt} (${byHand.code})`;
        return `  ${step} was due after ${since}: ${came}${closed}`;
      });
      const words = [
        `${chain.state}: ${chain.recordId ?? chain.receiptId} from ${chain.sourceSystem}, trace ${chain.traceId}`,
        chainTable(chain.steps),
        ...(gaps.length > 0 ? ['Gaps:', ...gaps] : []),
      ];
      return done(chain, words.join('\n'));
    },
  },
];

const listed = (chains: readonly (typeof ChainAnswer)['_zod']['output'][]): string =>
  table(
    ['BEGUN', 'STATE', 'RECORD', 'FROM', 'STEPS', 'TRACE'],
    chains.map((chain) => [
      chain.startedAt,
      chain.state,
      chain.recordId,
      chain.sourceSystem,
      chain.steps.length,
      chain.traceId,
    ]),
  );
