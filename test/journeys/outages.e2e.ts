import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHub } from '#local/hub.js';
import type { Hub } from '#local/hub-options.js';
import { type Servers, startServers } from '#local/servers.js';
import { Settled } from '#local/settled.js';
import { eventually } from '#testing/eventually.js';
import { EventLog } from '../scenarios/event-log.js';
import { novaxJson } from '../../apps/novax-adapter/src/novax/novax-messages.fixture.js';
import { type Answered, call } from '../scenarios/world.js';
import { MarkedStory } from './marked-story.js';

const topics = ['journal.v1', 'screening.v1', 'rules.v1', 'consent.v1', 'portal.v1', 'letters.v1', 'operations.v1'];

/** On servers of its own, which it kills. */
describe('a hub whose servers go away and come back', () => {
  let dir: string;
  let servers: Servers;
  let hub: Hub;
  let story: MarkedStory;
  let childId: string;
  const acknowledged: string[] = [];
  let records = 0;

  beforeAll(async () => {
    // Servers that can be killed are started here, whatever the rest of the run has been given.
    for (const key of ['DATABASE_URL', 'KAFKA_BROKERS', 'HUB_SERVERS']) delete process.env[key];
    dir = await mkdtemp(join(tmpdir(), 'trivselshub-outages-'));
    await chmod(dir, 0o755);
    servers = await startServers({ dir: join(dir, 'servers'), persistent: false, fsync: true, say: () => undefined });
    hub = await startHub({ servers, dir: join(dir, 'hub') });
    story = new MarkedStory({ hub });
    childId = await story.registerChild();
    await send();
    await recordHolds();
  }, 180_000);

  afterAll(async () => {
    await hub?.stop();
    await servers?.stop();
    await rm(dir, { recursive: true, force: true });
  }, 60_000);

  /** One result of its own; whoever hears 201 counts on it. */
  async function send(recordId = `OUT-${++records}`): Promise<Answered> {
    const token = await hub.tokenFor('journal-k1');
    const observedAt = story.now.subtract({ days: 1 }).toString({ timeZoneName: 'never' });
    const body = novaxJson({ recordId, childCpr: story.people.child.cpr, observedAt });
    const answer = await call(`${hub.urls['novax-adapter']}/novax/results`, token, { method: 'POST', body });
    if (answer.status === 201) acknowledged.push(recordId);
    return answer;
  }

  /** Everything acknowledged stands in the record, once. */
  const recordHolds = (): Promise<void> =>
    eventually(
      async () => {
        const record = await story.get('hv1-nurse', 'screening', `/children/${childId}/record`);
        const results = (record.json['results'] ?? []) as { recordId: string }[];
        expect(results.map(({ recordId }) => recordId).sort()).toEqual([...new Set(acknowledged)].sort());
      },
      { within: 60_000 },
    );

  it('goes on acknowledging while Kafka is killed and restarted, and loses and doubles nothing', async () => {
    const kafka = servers.kafka!;
    await kafka.kill();
    for (let sent = 0; sent < 10; sent++) expect((await send()).status).toBe(201);
    await kafka.start();
    for (let sent = 0; sent < 5; sent++) expect((await send()).status).toBe(201);
    await recordHolds();
  }, 120_000);

  it('answers 503 and never a false receipt while PostgreSQL is killed, and recovers by itself', async () => {
    const postgres = servers.postgres!;
    const sending = Array.from({ length: 8 }, () => send());
    await postgres.kill();
    for (const answer of await Promise.all(sending)) expect([201, 503]).toContain(answer.status);
    const refused = await send(`OUT-${records + 1}`);
    expect([refused.status, refused.json['code']]).toEqual([503, 'DEPENDENCY_UNAVAILABLE']);
    await postgres.start();
    await eventually(async () => expect((await send(`OUT-${records + 1}`)).status).toBe(201), { within: 60_000 });
    records += 1;
    // What was refused is sent again under the same id and version, as the answer said.
    for (let nth = 1; nth <= records; nth++) expect((await send(`OUT-${nth}`)).status).toBe(201);
    await recordHolds();
  }, 120_000);

  it('has every effect once with two instances of screening and notifications side by side', async () => {
    const endings = [await hub.startBeside('screening'), await hub.startBeside('notifications')];
    const settled = await Settled.open({ ...servers, topicPrefix: 'hub.' });
    const events = await EventLog.open(
      servers.brokers,
      topics.map((topic) => `hub.${topic}`),
    );
    try {
      await Promise.all(Array.from({ length: 20 }, () => send()));
      await recordHolds();
      const written = await story.post('hv1-nurse', 'screening', `/children/${childId}/documents`, {
        kind: 'health_visit_summary',
        text: story.documentText,
      });
      await story.post('hv1-nurse', 'screening', `/documents/${String(written.json['documentId'])}/share`, {});
      await eventually(() => expect(countOf(events, 'letter.delivered')).toBe(2), { within: 30_000 });
      await eventually(async () => expect(await settled.isSettled()).toBe(true), { within: 30_000 });
      for (const name of ['portal.document.shared', 'letter.requested', 'letter.submitted', 'letter.delivered']) {
        expect([name, countOf(events, name)]).toEqual([name, name === 'portal.document.shared' ? 1 : 2]);
      }
      const recorded = events.events.filter(({ name }) => name === 'screening.result.recorded');
      expect(new Set(recorded.map(({ data }) => data['recordId'])).size).toBe(new Set(acknowledged).size);
      // Told twice, as after an outage, an event keeps its id and is heard once; an effect that happened twice would have two.
      expect(new Set(recorded.map(({ id }) => id)).size).toBe(new Set(acknowledged).size);
      const letters = await call(`${hub.urls['stand-ins']}/control/digital-post/letters`, '');
      expect(
        (letters.json['letters'] as { recipientCpr: string }[]).map(({ recipientCpr }) => recipientCpr).sort(),
      ).toEqual([story.people.mother.cpr, story.people.father.cpr].sort());
    } finally {
      await events.close();
      await settled.close();
      await Promise.all(endings.map((end) => end()));
    }
  }, 120_000);
});

const countOf = (events: EventLog, name: string): number => events.where((event) => event.name === name).length;
