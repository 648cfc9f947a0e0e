import { CommandError } from '../local/command-error.js';
import { ReleasedAnswer, SetAsideAnswer } from './answers.js';
import { askServices } from './ask-services.js';
import { askHub } from './hub-door.js';
import { done, textOf, type OperatorCommand } from './operator-command.js';
import { overview } from './overview.js';
import { parkedChildren } from './parked-children.js';
import { reasonOf, serviceOf } from './required-options.js';

/** Parked children: a key in each service, and the events that wait behind it. */
export const parkedCommands: readonly OperatorCommand[] = [
  {
    name: 'parked list',
    does: 'lists parked children by key, with why and how many events wait',
    options: { service: { type: 'string' } },
    told: { service: 'of this service (default: of each)' },
    run: async ({ hub }, given) => {
      const { found: parked, silent } = await askServices(hub, textOf(given, 'service'), (service) =>
        parkedChildren(hub, service),
      );
      const rows = parked.map((one) => [
        one.service,
        one.key,
        one.eventType,
        one.code,
        one.attempts,
        one.waiting,
        one.parkedAt,
        one.retryAt ?? 'when released',
      ]);
      const header = ['SERVICE', 'KEY', 'EVENT', 'CODE', 'TRIES', 'WAITING', 'PARKED', 'TRIED AGAIN'];
      return overview({ parked }, silent, header, rows);
    },
  },
  {
    name: 'parked release',
    takes: 'KEY',
    does: 'lets a parked child be tried now, its events in their order',
    options: { service: { type: 'string' }, reason: { type: 'string' } },
    told: { service: 'where it is parked (required)', reason: 'why, for the log of acts (required)' },
    run: async ({ hub }, given, key) => {
      const [service, reason] = [serviceOf(given), reasonOf(given)];
      if (key.length > 128) throw new CommandError('KEY is the key that "parked list" shows.');
      const answer = await askHub(hub, service, '/messages/parked/release', ReleasedAnswer, { body: { key, reason } });
      return done(answer, `${key} is tried now in ${service}; look with: npm run hub -- parked list`);
    },
  },
  {
    name: 'parked set-aside',
    takes: 'KEY',
    does: "lays the event at the head of a child's queue among the dead letters, so that the next ones are handled",
    options: {
      service: { type: 'string' },
      event: { type: 'string' },
      reason: { type: 'string' },
      'dry-run': { type: 'boolean' },
    },
    told: {
      service: 'where it is parked (required)',
      event: 'the id of the event that --dry-run shows (required unless --dry-run)',
      reason: 'why, for the log of acts (required)',
      'dry-run': 'only say what would be done',
    },
    run: async ({ hub }, given, key) => {
      const [service, reason] = [serviceOf(given), reasonOf(given)];
      if (key.length > 128) throw new CommandError('KEY is the key that "parked list" shows.');
      const [eventId, dryRun] = [textOf(given, 'event'), given['dry-run'] === true];
      if (eventId === undefined && !dryRun)
        throw new CommandError('Say which event, as --dry-run shows it: --event ID');
      const body = { key, eventId, reason, dryRun };
      const answer = await askHub(hub, service, '/messages/parked/set-aside', SetAsideAnswer, { body });
      const { eventType, code, behind } = answer;
      const what = `${eventType} (event ${answer.eventId}, ${code})`;
      const words = dryRun
        ? `Would set ${what} aside as a dead letter, and then handle the ${behind} behind it in order, until one fails.\nNothing was done.`
        : `${what} is the dead letter ${answer.deadLetterId}; the ${behind} behind it are handled now, in order.`;
      return done(answer, words);
    },
  },
];
