import type { AttributeName } from './attribute-catalogue.js';

/** What a metric is, as `docs/telemetry.md` tells it. The declaration is the instrument: `metrics.ts` makes nothing else. */
export interface DeclaredMetric {
  kind: 'counter' | 'histogram' | 'gauge';
  /** Who has it. `every service`: each one of them, the stand-ins excepted. */
  of: 'every service' | 'novax-adapter' | 'screening' | 'consent' | 'notifications' | 'operations';
  meaning: string;
  /** UCUM: `s` seconds, `By` bytes; none for plain numbers. */
  unit?: string;
  attributes?: readonly AttributeName[];
  /** Upper bounds of a histogram's buckets; without them those for times, 1 ms to 60 s. */
  boundaries?: readonly number[];
}

const BATCH = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;

/** Every metric of the hub. A name is a promise to dashboards and alerts: change none, add a new one. */
export const metricCatalogue = {
  'process.memory.resident': { kind: 'gauge', of: 'every service', unit: 'By', meaning: 'Resident memory' },
  'process.cpu.time': { kind: 'gauge', of: 'every service', unit: 's', meaning: 'Processor time since the start' },
  'nodejs.eventloop.utilization': {
    kind: 'gauge',
    of: 'every service',
    meaning: 'Share of time, 0 to 1, that the event loop worked since the last scrape',
  },
  'http.server.request.duration': {
    kind: 'histogram',
    of: 'every service',
    unit: 's',
    meaning: 'Time from the request to its whole answer, by route template',
    attributes: ['http.request.method', 'http.route', 'http.response.status_code'],
  },
  'hub.refusals': { kind: 'counter', of: 'every service', meaning: 'Refused requests, by code', attributes: ['code'] },
  'hub.outbox.unsent': {
    kind: 'gauge',
    of: 'every service',
    meaning: 'Events that wait for the relay, counted up to 100,000',
  },
  'hub.outbox.oldest.age': {
    kind: 'gauge',
    of: 'every service',
    unit: 's',
    meaning: 'Age of the oldest waiting event; 0 when none waits',
  },
  'hub.relay.events': {
    kind: 'counter',
    of: 'every service',
    meaning: 'Events that the broker has taken, by type',
    attributes: ['hub.event.type'],
  },
  'hub.relay.batch.size': {
    kind: 'histogram',
    of: 'every service',
    meaning: 'Events given to the broker at once',
    boundaries: BATCH,
  },
  'hub.consumer.events': {
    kind: 'counter',
    of: 'every service',
    meaning: 'Deliveries by type and outcome: handled, repeated, queued, forgotten (of a deleted child), dead_lettered',
    attributes: ['hub.event.type', 'hub.outcome'],
  },
  'hub.consumer.batch.duration': {
    kind: 'histogram',
    of: 'every service',
    unit: 's',
    meaning: 'From the start of a batch to its commit',
    attributes: ['hub.consumer'],
  },
  'hub.consumer.failures': {
    kind: 'counter',
    of: 'every service',
    meaning: 'Failed tries to handle an event, by class and code',
    attributes: ['hub.error.class', 'error.type'],
  },
  'hub.consumer.lag': {
    kind: 'gauge',
    of: 'every service',
    meaning: 'Messages behind the end of a partition, as of the last fetch',
    attributes: ['messaging.destination.name', 'messaging.destination.partition.id'],
  },
  'hub.messages.stopped': {
    kind: 'gauge',
    of: 'every service',
    meaning: 'Children that are parked, and dead letters by state: open, queued, replayed, discarded',
    attributes: ['hub.state'],
  },
  'hub.messages.parked': {
    kind: 'counter',
    of: 'every service',
    meaning: 'Times that a child was parked, by class and code',
    attributes: ['hub.error.class', 'error.type'],
  },
  'hub.messages.dead_lettered': {
    kind: 'counter',
    of: 'every service',
    meaning: 'Events that became dead letters, by code',
    attributes: ['error.type'],
  },
  'hub.database.up': {
    kind: 'gauge',
    of: 'every service',
    meaning: '1 when every database that the service needs answers within a second, else 0',
  },
  'hub.broker.up': {
    kind: 'gauge',
    of: 'every service',
    meaning: '1 when the broker has answered the consumer within five seconds, or answers now, else 0',
  },
  'hub.database.sessions': {
    kind: 'gauge',
    of: 'every service',
    meaning: 'Sessions of the pool by state: used, idle; and waiting: who has none yet',
    attributes: ['hub.state'],
  },
  'hub.consumer.trouble': {
    kind: 'gauge',
    of: 'every service',
    meaning: '1 for each trouble of the consumer that fails liveness: DEAD, STUCK, SILENT; else 0',
    attributes: ['hub.state'],
  },
  'hub.job.last.success': {
    kind: 'gauge',
    of: 'every service',
    unit: 's',
    meaning: 'When a background job last came through a whole round, in seconds since 1970; absent until the first',
    attributes: ['hub.job'],
  },
  'hub.intake.entries': {
    kind: 'counter',
    of: 'novax-adapter',
    meaning: 'Entries taken in',
    attributes: ['municipality'],
  },
  'hub.intake.repeated': {
    kind: 'counter',
    of: 'novax-adapter',
    meaning: 'Entries sent again and answered as the first time',
    attributes: ['municipality'],
  },
  'hub.intake.conflicts': {
    kind: 'counter',
    of: 'novax-adapter',
    meaning: 'Entries sent again with another content',
    attributes: ['municipality'],
  },
  'hub.intake.refused': {
    kind: 'counter',
    of: 'novax-adapter',
    meaning: 'Entries refused, by code',
    attributes: ['code', 'format'],
  },
  'hub.intake.duration': {
    kind: 'histogram',
    of: 'novax-adapter',
    unit: 's',
    meaning: 'From the whole body to the acknowledgement',
    attributes: ['format'],
  },
  'hub.intake.batch.size': {
    kind: 'histogram',
    of: 'novax-adapter',
    meaning: 'Requests that shared one transaction',
    boundaries: BATCH.slice(0, -1),
  },
  'hub.screening.facts': {
    kind: 'counter',
    of: 'screening',
    meaning: 'Facts kept, by what happened',
    attributes: ['type'],
  },
  'hub.screening.levels': {
    kind: 'counter',
    of: 'screening',
    meaning: 'Levels that children came to, by level and lateness',
    attributes: ['level', 'late'],
  },
  'hub.access.decisions': {
    kind: 'counter',
    of: 'consent',
    meaning: 'Answers to "may X see Y now?", by outcome and code',
    attributes: ['outcome', 'code'],
  },
  'hub.custody.register.answer.time': {
    kind: 'histogram',
    of: 'consent',
    unit: 's',
    meaning: 'How long the custody register took to answer, by outcome: found, not_found, failed',
    attributes: ['outcome'],
  },
  'hub.custody.changes': {
    kind: 'counter',
    of: 'consent',
    meaning: "Changes of a child's guardians that the register told of",
    attributes: ['municipality'],
  },
  'hub.consent.answers': {
    kind: 'counter',
    of: 'consent',
    meaning: 'Answers to consents, by decision',
    attributes: ['decision'],
  },
  'hub.letters.ordered': {
    kind: 'counter',
    of: 'notifications',
    meaning: 'Letters ordered, by kind',
    attributes: ['kind'],
  },
  'hub.letters.reached': {
    kind: 'counter',
    of: 'notifications',
    meaning: 'Letters that reached a state, by state and channel',
    attributes: ['state', 'channel'],
  },
  'hub.letters.failed': {
    kind: 'counter',
    of: 'notifications',
    meaning: 'Letters that no further try will deliver, by code',
    attributes: ['code'],
  },
  'hub.letters.in_doubt': {
    kind: 'counter',
    of: 'notifications',
    meaning: 'Letters of which nobody knows whether they went out and that are not sent again, by channel',
    attributes: ['channel'],
  },
  'hub.letters.open': {
    kind: 'gauge',
    of: 'notifications',
    meaning: 'Letters that are not at their end, by state: requested, submitting, unknown, in_doubt, submitted',
    attributes: ['state'],
  },
  'hub.letters.receipts': {
    kind: 'counter',
    of: 'notifications',
    meaning: 'Receipts of the letter channels, by meaning and outcome',
    attributes: ['meaning', 'outcome'],
  },
  'hub.chain.step.delay': {
    kind: 'histogram',
    of: 'operations',
    unit: 's',
    meaning: 'From the moment of a step, by the clock of the service that took it, until operations have kept it',
    attributes: ['hub.step'],
    boundaries: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200],
  },
  'hub.gaps.open': {
    kind: 'gauge',
    of: 'operations',
    meaning:
      'Chains that stopped: the next step is over its time limit, has not come, and no operator closed the gap, by that step',
    attributes: ['hub.step'],
  },
  'hub.work.late': {
    kind: 'gauge',
    of: 'operations',
    meaning:
      '1 for each kind of work of a service that is over its time limit, as operations see it from outside; else 0',
    attributes: ['hub.work.service', 'hub.work.kind'],
  },
} as const satisfies Record<string, DeclaredMetric>;
