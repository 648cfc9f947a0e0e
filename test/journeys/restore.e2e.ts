import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import pg from 'pg';
import { hubFiles } from '#local/hub-files.js';
import { projectRoot } from '#local/project-root.js';
import { provision } from '#local/provision.js';
import { type ServiceName, serviceNames } from '#local/service-name.js';
import { Settled } from '#local/settled.js';
import { eventually } from '#testing/eventually.js';
import { FaultStream } from '../../bench/campaign/fault-stream.js';
import { numberThatMoves } from '../../bench/campaign/number-that-moves.js';
import { killEnvironment } from '../../bench/kill/kill-environment.js';
import { Ledger } from '../../bench/ledger.js';
import { CampaignChains } from '../../bench/life/campaign-chains.js';
import { CampaignDoors } from '../../bench/life/campaign-doors.js';
import type { CampaignFamily, VisitedFamily } from '../../bench/life/campaign-family.js';
import { CampaignOutside } from '../../bench/life/campaign-outside.js';
import { CampaignVisits } from '../../bench/life/campaign-visits.js';
import { type JourneyHub, openJourneyHub } from './journey-hub.js';
import { recoveryCommand } from './recovery-command.js';
import { RestorePoint } from './restore-point.js';

const services = serviceNames.filter((name) => name !== 'stand-ins');
const LONG = 90_000;

describe('a hub whose servers lose something, or get more', () => {
  let journey: JourneyHub;
  let admin: Admin;
  let ledger: Ledger;
  let doors: CampaignDoors;
  let outside: CampaignOutside;
  let visits: CampaignVisits;
  let visited: VisitedFamily;
  let stream: FaultStream;

  beforeAll(async () => {
    journey = await openJourneyHub({ env: killEnvironment });
    // It holds connections, which stand in the way of a restore.
    await journey.settled.close();
    admin = new Kafka({ clientId: 'restore', brokers: [...journey.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    // Letters that are put back to before they went out are told of again.
    const topics = ['journal.v1', 'screening.v1', 'consent.v1'];
    ledger = await Ledger.open(journey.brokers, journey.topicPrefix, { topics });
    doors = new CampaignDoors(journey.hub, (what, sinceMs) => {
      if (performance.now() - sinceMs > LONG) throw new Error(`${what} did not come`);
    });
    outside = new CampaignOutside(doors);
    visits = new CampaignVisits(doors, ledger, 'RESTORE');
  }, 120_000);

  afterAll(async () => {
    stream?.stop();
    await ledger?.close();
    await admin?.disconnect();
    await journey?.close();
  }, 60_000);

  const recovery = (args: string[], env: Record<string, string> = {}) =>
    recoveryCommand(args, { KAFKA_BROKERS: journey.brokers.join(), TOPIC_PREFIX: journey.topicPrefix, ...env });
  /** As it is given in the image; answers what it says. */
  const asProcess = async (args: readonly string[]): Promise<string> => {
    const main = join(projectRoot, 'dist', 'deploy', 'recovery', 'main.js');
    const env = { KAFKA_BROKERS: journey.brokers.join(), TOPIC_PREFIX: journey.topicPrefix };
    return (await promisify(execFile)(process.execPath, [main, ...args], { env })).stdout;
  };
  const database = (name: string): string => journey.databasePrefix + name.replaceAll('-', '_');
  const databaseUrl = (name: string): string => {
    const url = new URL(journey.databaseUrl);
    url.pathname = `/${database(name)}`;
    return url.href;
  };

  async function settle(): Promise<void> {
    const settled = await Settled.open(journey);
    try {
      await doors.until('the end of all events on their way', async () => ((await settled.isSettled()) ? true : null));
    } finally {
      await settled.close();
    }
  }

  async function family(script: object = {}): Promise<VisitedFamily> {
    const one = await outside.babyFamily();
    await outside.script(one.father, script);
    const of = await visits.ofNewChild(one);
    await new CampaignChains(doors).end(of.chain);
    return of;
  }

  const record = async ({ childId }: CampaignFamily) =>
    (await doors.insist({ service: 'screening', path: `/children/${childId}/record`, who: 'hv1-leader' })).json;
  const timeline = async ({ childId }: CampaignFamily) =>
    (await doors.insist({ service: 'screening', path: `/children/${childId}/timeline`, who: 'hv1-leader' })).json;
  const chain = async ({ chain: { receiptId } }: VisitedFamily) =>
    (await doors.insist({ service: 'operations', path: `/receipts/${receiptId}/chain`, who: 'ops' })).json;
  const channel = async () => {
    const { json } = await doors.insist({ service: 'stand-ins', path: '/control/digital-post/letters' });
    return {
      letters: json['letters'].map((letter: any) => [letter.messageUuid, letter.recipientCpr, letter.channel]),
      calls: json['calls'],
    };
  };
  const resultsOf = async (of: CampaignFamily): Promise<string[]> =>
    (await record(of))['results'].map(({ recordId }: any) => recordId);
  const visible = (of: CampaignFamily, recordIds: readonly string[]) =>
    eventually(async () => expect(await resultsOf(of)).toEqual(expect.arrayContaining([...recordIds])), {
      within: LONG,
    });

  async function sendResults({ childId, child }: CampaignFamily, count: number): Promise<string[]> {
    const sent: string[] = [];
    while (sent.length < count) sent.push((await visits.sendResult(childId, child)).recordId);
    return sent;
  }

  /** Stops them as a crash does, and takes the restore point that the backup of this moment would give. */
  async function restorePoints(...of: ServiceName[]): Promise<{ at: string; points: RestorePoint[] }> {
    await Promise.all(of.map((service) => journey.hub.kill(service)));
    const points: RestorePoint[] = [];
    for (const service of of) points.push(await RestorePoint.take(journey.databaseUrl, database(service)));
    const at = new Date().toISOString();
    await Promise.all(of.map((service) => journey.hub.restart(service)));
    return { at, points };
  }

  const anHourBefore = (at: string): string => new Date(Date.parse(at) - 3_600_000).toISOString();

  async function putBack(point: { at: string; points: RestorePoint[] }, ...of: ServiceName[]): Promise<void> {
    await Promise.all(of.map((service) => journey.hub.kill(service)));
    for (const one of point.points) await one.restore();
    for (const service of of) {
      const args = ['read-again', '--service', service, '--from', anHourBefore(point.at)];
      // Who was killed counts as living until its session is over.
      const { answer } = await eventually(
        async () => {
          const given = await recovery(args);
          expect(given).toMatchObject({ exitCode: 0 });
          return given;
        },
        { within: 30_000 },
      );
      expect(answer.events).toBeGreaterThan(0);
    }
    await Promise.all(of.map((service) => journey.hub.restart(service)));
    await settle();
  }

  it(
    'keeps the order of each child while its topics get more partitions, and goes on answering',
    async () => {
      stream = await FaultStream.open(visits, outside);
      const acknowledged = () => [...ledger.entries.values()].filter(({ acknowledgedAtMs }) => acknowledgedAtMs).length;
      await eventually(() => expect(acknowledged()).toBeGreaterThan(12), { within: LONG });
      // What lies in the old partitions then is heard together with what comes in the new ones.
      await journey.hub.kill('screening');
      const partitions = String(
        numberThatMoves(
          stream.registered.map(({ childId }) => childId),
          6,
        ),
      );
      const dry = await asProcess(['grow-partitions', '--partitions', partitions, '--dry-run', '--json']);
      const grown = await recovery(['grow-partitions', '--partitions', partitions]);
      expect(grown).toMatchObject({ exitCode: 0, answer: { topics: { length: 7 } } });
      expect(JSON.parse(dry).topics).toEqual(grown.answer.topics);
      const inNewPartitions = async (topic: string): Promise<number> => {
        const offsets = await admin.fetchTopicOffsets(journey.topicPrefix + topic);
        return offsets.filter(({ partition }) => partition >= 6).reduce((sum, { high }) => sum + Number(high), 0);
      };
      await eventually(async () => expect(await inNewPartitions('journal.v1')).toBeGreaterThan(5), { within: LONG });
      await journey.hub.restart('screening');
      await eventually(async () => expect(await inNewPartitions('screening.v1')).toBeGreaterThan(5), { within: LONG });
      stream.stop();
      const sent = await stream.sent();
      await settle();
      await eventually(() => expect(ledger.lost()).toEqual([]), { within: LONG });
      expect([ledger.doubled(), ledger.outOfOrder()]).toEqual([[], []]);
      for (const one of sent) {
        expect(await resultsOf(one)).toEqual(one.results.map(({ recordId }) => recordId));
      }
      expect(await failedRequests('novax-adapter')).toEqual([]);
      expect(await recovery(['grow-partitions', '--partitions', '8'])).toMatchObject({ exitCode: 1, answer: null });
    },
    2 * LONG,
  );

  /** Requests that the service answered with a failure of its own. */
  async function failedRequests(service: ServiceName): Promise<string[]> {
    const text = await (await fetch(`${journey.hub.urls[service]}/metrics`)).text();
    expect(text).toContain('http_server_request_duration');
    return text
      .split('\n')
      .filter((line) => /^http_server_request_duration\w*_count\{.*status_code="5\d\d"/.test(line));
  }

  it(
    'sends no letter twice when the database of letters is put back to before they went out',
    async () => {
      visited = await family();
      const point = await restorePoints('notifications');
      const told = await family({ exempt: true });
      await settle();
      const before = { channel: await channel(), records: [await record(visited), await record(told)] };
      const tooEarly = await recovery(['read-again', '--service', 'notifications', '--from', 'beginning']);
      expect(tooEarly).toMatchObject({ exitCode: 1, answer: null });
      expect(tooEarly.told).toContain('1 living member: stop all instances');
      await putBack(point, 'notifications');
      const letters = await eventually(
        async () => {
          const path = `/children/${told.childId}/letters`;
          const found = (await doors.insist({ service: 'notifications', path, who: 'hv1-leader' })).json['letters'];
          expect(found.map(({ state }: any) => state)).toEqual(['delivered', 'delivered']);
          return found;
        },
        { within: LONG },
      );
      await settle();
      expect(letters.map(({ letterId }: any) => letterId).sort()).toEqual(
        before.records[1]!['letters'].map(({ letterId }: any) => letterId).sort(),
      );
      expect(await channel()).toEqual(before.channel);
      expect([await record(visited), await record(told)]).toEqual(before.records);
    },
    2 * LONG,
  );

  it(
    'has the record field by field as it was when the databases of records and chains are put back',
    async () => {
      const point = await restorePoints('screening', 'operations');
      const sent = await sendResults(visited, 4);
      await visible(visited, sent);
      await settle();
      const before = {
        record: await record(visited),
        timeline: await timeline(visited),
        chain: await chain(visited),
        channel: await channel(),
      };
      await putBack(point, 'screening', 'operations');
      await visible(visited, sent);
      await settle();
      expect(await record(visited)).toEqual(before.record);
      expect(apartFromNoting(await timeline(visited))).toEqual(apartFromNoting(before.timeline));
      expect(await chain(visited)).toEqual(before.chain);
      expect(await channel()).toEqual(before.channel);
      expect([ledger.lost(), ledger.doubled(), ledger.outOfOrder()]).toEqual([[], [], []]);
    },
    2 * LONG,
  );

  it(
    'brings what was on its way when the topics are lost and the databases are not',
    async () => {
      const isPublishing = await recovery(['publish-again', '--from', 'beginning'], {
        DATABASE_URL: databaseUrl('novax-adapter'),
      });
      expect(isPublishing).toMatchObject({ exitCode: 1, answer: null });
      const before = { results: await resultsOf(visited), channel: await channel() };
      await journey.hub.kill('screening');
      const sent = await sendResults(visited, 5);
      await outboxIsEmpty('novax-adapter');
      await Promise.all(services.filter((one) => one !== 'screening').map((service) => journey.hub.kill(service)));
      await ledger.close();
      await loseTopics();
      const { databasePassword } = await hubFiles(resolve(journey.dir));
      const { databaseUrl: server, topicPrefix, databasePrefix } = journey;
      const brokers = [...journey.brokers];
      await provision({
        databaseUrl: server,
        brokers,
        topicPrefix,
        databasePrefix,
        passwordOf: databasePassword,
        fewerCopies: true,
      });
      await Promise.all(services.map(publishAgain));
      await Promise.all(services.map((service) => journey.hub.restart(service)));
      await visible(visited, sent);
      await settle();
      expect(await resultsOf(visited)).toEqual([...before.results, ...sent]);
      expect(await channel()).toEqual(before.channel);
    },
    2 * LONG,
  );

  async function outboxIsEmpty(service: ServiceName): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl(service) });
    await client.connect();
    try {
      const unsent = 'select from outbox where sent_at is null';
      await eventually(async () => expect((await client.query(unsent)).rowCount).toBe(0), { within: LONG });
    } finally {
      await client.end();
    }
  }

  async function loseTopics(): Promise<void> {
    const ofHub = async () => (await admin.listTopics()).filter((topic) => topic.startsWith(journey.topicPrefix));
    await admin.deleteTopics({ topics: await ofHub() });
    await eventually(async () => expect(await ofHub()).toEqual([]), { within: 30_000 });
  }

  async function publishAgain(service: ServiceName): Promise<void> {
    const env = { DATABASE_URL: databaseUrl(service) };
    const args = ['publish-again', '--from', 'beginning'];
    const dry = await recovery([...args, '--dry-run'], env);
    // A killed service's session is found dead after a moment.
    const given = await eventually(
      async () => {
        const answered = await recovery(args, env);
        expect(answered).toMatchObject({ exitCode: 0 });
        return answered;
      },
      { within: 30_000 },
    );
    expect(given.answer.events).toBe(dry.answer.events);
    const read = await eventually(
      async () => {
        const answered = await recovery(['read-again', '--service', service, '--from', 'beginning']);
        expect(answered).toMatchObject({ exitCode: 0 });
        return answered;
      },
      { within: 30_000 },
    );
    expect(read.answer.partitions.every(({ from }: any) => from === 0)).toBe(true);
  }
});

/** When the record took note of something is when it was heard: again, in a database that was put back. */
function apartFromNoting(value: any): any {
  if (Array.isArray(value)) return value.map(apartFromNoting);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'recordedAt');
  return Object.fromEntries(kept.map(([name, of]) => [name, apartFromNoting(of)]));
}
