import type { AttributeName } from './attribute-catalogue.js';

/** What a span is, as `docs/telemetry.md` tells it. */
export interface DeclaredSpan {
  /** In braces what is filled in: the `method` of HTTP, the `route` template of a door, an `event` with its version, the `state` of a letter. */
  name: string;
  kind: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  of: string;
  meaning: string;
  parent: string;
  attributes: readonly AttributeName[];
}

const EVENT = [
  'messaging.system',
  'messaging.operation.name',
  'messaging.destination.name',
  'messaging.message.id',
] as const;

/** Every span of the hub. A failed one has the status ERROR. */
export const spanCatalogue = [
  {
    name: '{method} {route}',
    kind: 'SERVER',
    of: 'every service',
    meaning: 'A request, from its head to its whole answer. Health and metrics have none.',
    parent:
      "The caller's span; none at the journal's door and at the pages' door, where a caller's own trace is only linked.",
    attributes: [
      'http.request.method',
      'http.route',
      'http.response.status_code',
      'hub.principal.kind',
      'hub.municipality',
      'hub.refusal.code',
    ],
  },
  {
    name: '{method} {route}',
    kind: 'CLIENT',
    of: 'every service',
    meaning: "A question to another service's door. Ids in the path are written `:id`.",
    parent: 'The span in which the question arises.',
    attributes: ['http.request.method', 'http.response.status_code', 'hub.called.service', 'error.type'],
  },
  {
    name: 'publish {event}',
    kind: 'PRODUCER',
    of: 'every service',
    meaning: 'An event given to the broker, until all replicas in sync have it.',
    parent: 'The span that appended the event to the outbox, however long ago.',
    attributes: [...EVENT, 'hub.event.type'],
  },
  {
    name: 'process {event}',
    kind: 'CONSUMER',
    of: 'every service',
    meaning: 'An event handled, until the commit.',
    parent: 'The span that published the event, also after a retry, a parking and a replay.',
    attributes: [
      ...EVENT,
      'messaging.destination.partition.id',
      'messaging.consumer.group.name',
      'hub.event.type',
      'error.type',
    ],
  },
  {
    name: 'take report',
    kind: 'INTERNAL',
    of: 'novax-adapter',
    meaning: 'One report of a delivery that brought several: each is a chain of its own.',
    parent: 'None; linked to the request that brought them all.',
    attributes: ['error.type'],
  },
  {
    name: 'share document',
    kind: 'INTERNAL',
    of: 'screening',
    meaning: 'A document shared, in the trace of the journal entry that it is based on.',
    parent: 'The span that handled the journal entry; linked to the request of the health visitor.',
    attributes: ['hub.document.id', 'error.type'],
  },
  {
    name: 'letter {state}',
    kind: 'INTERNAL',
    of: 'notifications',
    meaning: 'What a letter in this state waited for: a try, a question about a try, a look for its receipt.',
    parent: 'The span that ordered the letter.',
    attributes: ['hub.letter.id', 'hub.attempt', 'error.type'],
  },
] as const satisfies readonly DeclaredSpan[];
