import { ActsAnswer, SummaryAnswer } from './answers.js';
import { askServices } from './ask-services.js';
import { askHub } from './hub-door.js';
import { textOf, type OperatorCommand } from './operator-command.js';
import { overview } from './overview.js';
import { waitingEvents } from './waiting-events.js';

/** What stands still in the services, and what was done about it. */
export const troubleCommands: readonly OperatorCommand[] = [
  {
    name: 'stopped summary',
    does: 'counts what stands still in each service',
    options: {},
    told: {},
    run: async ({ hub }) => {
      const { found: services, silent } = await askServices(hub, undefined, async (service) => [
        await askHub(hub, service, '/messages/summary', SummaryAnswer),
      ]);
      const rows = services.map(({ service, parkedChildren, deadLetters, outbox }) => [
        service,
        parkedChildren,
        deadLetters.open,
        deadLetters.queued,
        outbox.unsent,
        Math.round(outbox.oldestAgeSeconds),
      ]);
      const header = ['SERVICE', 'PARKED CHILDREN', 'DEAD LETTERS', 'IN REPLAY', 'UNSENT', 'OLDEST, S'];
      return overview({ services }, silent, header, rows);
    },
  },
  {
    name: 'waiting',
    does: 'tells how many events wait for each service, how fast they are handled, and how long it will take',
    options: { watch: { type: 'boolean' } },
    told: { watch: 'until nothing waits any more, with a bar' },
    run: (terminal, given) => waitingEvents(terminal, given['watch'] === true),
  },
  {
    name: 'acts',
    does: 'lists what operators did to the messages of a service, latest first',
    options: { service: { type: 'string' }, limit: { type: 'string' } },
    told: { service: 'of this service (default: of each)', limit: 'at most so many of each (default 100)' },
    run: async ({ hub }, given) => {
      const query = { limit: textOf(given, 'limit') };
      const { found, silent } = await askServices(
        hub,
        textOf(given, 'service'),
        async (service) => (await askHub(hub, service, '/messages/acts', ActsAnswer, { query })).acts,
      );
      const acts = found.toSorted((a, b) => (a.at < b.at ? 1 : -1));
      const rows = acts.map((act) => [act.at, act.service, act.actor, act.act, act.affected, act.reason]);
      return overview({ acts }, silent, ['AT', 'SERVICE', 'WHO', 'ACT', 'MESSAGES', 'WHY'], rows);
    },
  },
];
