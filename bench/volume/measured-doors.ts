import type { ServiceName } from '#local/service-name.js';
import type { KnownThings } from './known-things.js';

type Ask = (known: KnownThings) => Promise<Response>;

const door =
  (service: ServiceName, who: keyof KnownThings['tokens'], path: (known: KnownThings) => string): Ask =>
  (known) =>
    fetch(`${known.bench.hub.urls[service]}${path(known)}`, {
      headers: { authorization: `Bearer ${known.tokens[who]}` },
    });

const operatorsPage =
  (path: (known: KnownThings) => string): Ask =>
  async (known) =>
    (await known.operator.go(`${known.bench.hub.urls.operations}${path(known)}`)).page!;

const portalPage =
  (path: (known: KnownThings) => string): Ask =>
  (known) =>
    known.mother.get(path(known));

const anHourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString();
const services = ['novax-adapter', 'screening', 'consent', 'notifications', 'parent-portal', 'operations'] as const;

/** The doors and pages whose cost must not depend on how much is stored. */
export const measuredDoors: Readonly<Record<string, Ask>> = {
  chainsPage: operatorsPage(() => '/'),
  chainsByTrace: operatorsPage(({ traceId }) => `/?find=${traceId}`),
  chainsByReceipt: operatorsPage(({ receiptId }) => `/?find=${receiptId}`),
  chainsByRecord: operatorsPage(({ recordId }) => `/?find=${recordId}`),
  chainsByLetter: operatorsPage(({ letterId }) => `/?find=${letterId}`),
  chainsRunning: operatorsPage(() => '/?state=running'),
  chainsComplete: operatorsPage(() => '/?state=complete'),
  chainsStopped: operatorsPage(() => '/?state=stopped'),
  chainsFailed: operatorsPage(() => '/?state=failed'),
  chainsRefused: operatorsPage(() => '/?state=refused'),
  chainsOfSender: operatorsPage(() => '/?sourceSystem=NOVAX'),
  chainsOfUnknownSender: operatorsPage(() => '/?sourceSystem=NOBODY'),
  chainsOfLastHour: door('operations', 'ops', () => `/chains?from=${anHourAgo()}&limit=50`),
  chainPage: operatorsPage(({ traceId }) => `/chains/${traceId}/page`),
  stoppedPage: operatorsPage(() => '/stopped'),
  refusedPage: operatorsPage(() => '/refused'),
  gaps: door('operations', 'ops', () => '/gaps'),
  gapsClosed: door('operations', 'ops', () => '/gaps?state=closed'),
  record: door('screening', 'nurse', ({ childId }) => `/children/${childId}/record`),
  timeline: door('screening', 'nurse', ({ childId }) => `/children/${childId}/timeline`),
  tasks: door('screening', 'nurse', () => '/tasks'),
  entry: door('novax-adapter', 'nurse', ({ receiptId }) => `/entries/${receiptId}`),
  receipt: door('novax-adapter', 'journal', ({ receiptId }) => `/receipts/${receiptId}`),
  refusedOfSender: door('novax-adapter', 'journal', () => '/refused-entries'),
  accessLog: door('consent', 'leader', ({ childId }) => `/children/${childId}/access-log`),
  lettersOfChild: door('notifications', 'nurse', ({ childId }) => `/children/${childId}/letters`),
  portalChildren: portalPage(() => '/portal'),
  portalDocuments: portalPage(({ childId }) => `/portal/children/${childId}`),
  portalConsents: portalPage(() => '/portal/consents'),
  portalAccessLog: portalPage(({ childId }) => `/portal/children/${childId}/access-log`),
  ...Object.fromEntries(
    services.flatMap((service) => [
      [`work:${service}`, door(service, 'operations', () => '/work')],
      [`metrics:${service}`, door(service, 'operations', () => '/metrics')],
    ]),
  ),
};
