import { CommandError } from '../local/command-error.js';
import { GapsAnswer, GapsClosedAnswer, GapsReopenedAnswer } from './answers.js';
import { askHub } from './hub-door.js';
import { done, textOf, type Given, type OperatorCommand } from './operator-command.js';
import { reasonOf } from './required-options.js';
import { table } from './table.js';

const CHOICE = { step: { type: 'string' }, letter: { type: 'string' } } as const;
const CHOICE_TOLD = {
  step: 'the missing step, as "gaps" shows it (required)',
  letter: 'of this letter alone (default: all of the chain before that step)',
};

/** Chains that stopped before a step, and closing such a gap by hand. */
export const gapCommands: readonly OperatorCommand[] = [
  {
    name: 'gaps',
    does: 'lists chains that stopped before a step, and work that a service does not do',
    options: { closed: { type: 'boolean' }, limit: { type: 'string' } },
    told: { closed: 'those that have closed since', limit: 'at most so many (default 100)' },
    run: async ({ hub }, given) => {
      const query = { state: given['closed'] === true ? 'closed' : 'open', limit: textOf(given, 'limit') };
      const answer = await askHub(hub, 'operations', '/gaps', GapsAnswer, { query });
      const gaps = answer.gaps.map((gap) => [
        gap.step,
        gap.since,
        gap.detectedAt,
        gap.closedAt,
        gap.byHand === null ? gap.cameAt && 'came late' : `${gap.byHand.code} by ${gap.byHand.who}`,
        gap.traceId,
      ]);
      const late = answer.lateWork.map((work) => [work.service, work.kind, work.waiting, work.since, work.closedAt]);
      const words = [
        table(['MISSING STEP', 'SINCE', 'FOUND', 'CLOSED', 'HOW', 'TRACE'], gaps),
        '',
        table(['SERVICE', 'LATE WORK', 'WAITING', 'SINCE', 'CLOSED'], late),
      ];
      return done(answer, words.join('\n'));
    },
  },
  {
    name: 'gaps close',
    takes: 'TRACE',
    does: 'closes a gap whose step will never come; a step that comes later is shown as late',
    options: { ...CHOICE, code: { type: 'string' }, reason: { type: 'string' } },
    told: {
      ...CHOICE_TOLD,
      code: 'event_discarded, done_elsewhere, not_needed, receipt_lost or other (required)',
      reason: 'why, for the log of acts (required)',
    },
    run: async ({ hub }, given, traceId) => {
      const code = textOf(given, 'code');
      if (code === undefined) throw new CommandError('Say by which code: --code event_discarded');
      const body = { ...chosen(given, traceId), code, reason: reasonOf(given) };
      const answer = await askHub(hub, 'operations', '/gaps/close', GapsClosedAnswer, { body });
      return done(answer, `${answer.closed} closed; take it back with: npm run hub -- gaps reopen ${traceId}`);
    },
  },
  {
    name: 'gaps reopen',
    takes: 'TRACE',
    does: 'takes the closing of a gap back',
    options: { ...CHOICE, reason: { type: 'string' } },
    told: { ...CHOICE_TOLD, reason: 'why, for the log of acts (required)' },
    run: async ({ hub }, given, traceId) => {
      const body = { ...chosen(given, traceId), reason: reasonOf(given) };
      const answer = await askHub(hub, 'operations', '/gaps/reopen', GapsReopenedAnswer, { body });
      return done(answer, `${answer.reopened} open again`);
    },
  },
];

function chosen(given: Given, traceId: string) {
  const step = textOf(given, 'step');
  if (step === undefined) throw new CommandError('Say before which step: --step screening.result.recorded');
  return { traceId, step, letterId: textOf(given, 'letter') };
}
