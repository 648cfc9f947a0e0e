import { ActAnswer } from './answers.js';
import { askServices } from './ask-services.js';
import { askHub } from './hub-door.js';
import { mustSelect, selectedLetters, selectionOf, selectionOptions, selectionTold } from './letter-selection.js';
import { done, textOf, type OperatorCommand } from './operator-command.js';
import { overview } from './overview.js';
import { replayLetters } from './replay-letters.js';
import { reasonOf, serviceOf } from './required-options.js';

const actOptions = {
  service: { type: 'string' },
  reason: { type: 'string' },
  'dry-run': { type: 'boolean' },
  ...selectionOptions,
} as const;
const actTold = {
  service: 'where they lie (required)',
  reason: 'why, for the log of acts (required)',
  ...selectionTold,
  'dry-run': 'only say what would be done',
} as const;

/** An act that the service does at once. */
function act(name: string, door: string, did: string, does: string): OperatorCommand {
  return {
    name: `dead-letters ${name}`,
    does,
    options: actOptions,
    told: actTold,
    run: async ({ hub }, given) => {
      const [service, reason, selection] = [serviceOf(given), reasonOf(given), mustSelect(given)];
      const body = { selection, reason, dryRun: given['dry-run'] === true };
      const report = await askHub(hub, service, `/messages/dead-letters/${door}`, ActAnswer, { body });
      const words = report.dryRun
        ? `${report.selected} would be ${did}. Nothing was done.`
        : `${report.selected} ${did}`;
      return done(report, words);
    },
  };
}

/** Dead letters: events that a service could not handle, kept whole. */
export const deadLetterCommands: readonly OperatorCommand[] = [
  {
    name: 'dead-letters list',
    does: 'lists dead letters in the order of their death: where each lay and why, never what it held',
    options: { service: { type: 'string' }, state: { type: 'string' }, ...selectionOptions },
    told: {
      service: 'of this service (default: of each)',
      state: 'open (default), queued, replayed or discarded',
      ...selectionTold,
    },
    run: async ({ hub }, given) => {
      const [state, selection] = [textOf(given, 'state') ?? 'open', selectionOf(given)];
      const { found: deadLetters, silent } = await askServices(hub, textOf(given, 'service'), (service) =>
        selectedLetters(hub, service, state, selection),
      );
      const rows = deadLetters.map((one) => [
        one.service,
        one.diedAt,
        one.type,
        one.code,
        one.attempts,
        one.key,
        one.id,
      ]);
      return overview({ deadLetters }, silent, ['SERVICE', 'DIED', 'EVENT', 'CODE', 'TRIES', 'KEY', 'ID'], rows);
    },
  },
  {
    name: 'dead-letters replay',
    does: 'handles dead letters again, each key in order; Ctrl-C stops, the same command goes on',
    options: actOptions,
    told: actTold,
    run: (terminal, given) =>
      replayLetters(terminal, {
        service: serviceOf(given),
        selection: mustSelect(given),
        reason: reasonOf(given),
        dryRun: given['dry-run'] === true,
      }),
  },
  act('stop', 'stop-replay', 'taken out of the queue', 'takes letters that wait for their replay out of the queue'),
  act('discard', 'discard', 'discarded', 'discards letters; they are kept for 90 days'),
  act('reopen', 'reopen', 'open again', 'takes a discard back'),
];
