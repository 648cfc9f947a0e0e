import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { serviceNames } from '#local/service-name.js';
import { eventually } from '#testing/eventually.js';
import { EventLog } from '../scenarios/event-log.js';
import { call } from '../scenarios/world.js';
import { type JourneyHub, openJourneyHub } from './journey-hub.js';
import { MarkedStory } from './marked-story.js';
import { OtlpReceiver } from './otlp-receiver.js';
import { everyRow, findMarks, type Mark, type Read } from '../../bench/search-everywhere.js';

/** A chain is found by the receipt that the hub gave, which leads to nobody. */
const left = ['receipt id in table operations.chain'];
const services = serviceNames.filter((name) => name !== 'stand-ins');

/** A family goes the whole way of the main job; then its child is deleted, and everything that the hub holds is searched for it. */
describe('a child that is deleted', () => {
  let receiver: OtlpReceiver;
  let journey: JourneyHub;
  let events: EventLog;
  let story: MarkedStory;
  let others: MarkedStory;
  let childId: string;
  let otherId: string;
  let deletedAt: number;
  let documentId: string;
  let receiptId: string;

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    journey = await openJourneyHub({ env: { OTLP_URL: receiver.url, HUB_LOG: 'debug' } });
    events = await EventLog.open([...journey.brokers], await topics());
    story = new MarkedStory(journey);
    others = new MarkedStory(journey);
    childId = await story.registerChild();
    otherId = await others.registerChild();
    ({ receiptId, documentId } = await wholeStory(story, childId));
    await wholeStory(others, otherId);
    await park();
    await nothingOnItsWay();
    expect(marksIn(await rows(), held())).not.toEqual([]);
    await story.post('admin', 'consent', `/children/${childId}/deletion`, { reason: 'data_subject_request' });
    deletedAt = events.events.length;
    await call(
      `${journey.hub.urls.consent}/children/${childId}/deletion/confirmation`,
      await story.token('hv1-leader'),
      { method: 'POST' },
    ).then(({ status }) => expect(status).toBe(200));
    await nothingOnItsWay();
  }, 180_000);

  afterAll(async () => {
    await events?.close();
    await journey?.close();
    await receiver?.close();
  }, 60_000);

  async function topics(): Promise<string[]> {
    const admin = new Kafka({ brokers: [...journey.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const all = await admin.listTopics();
    await admin.disconnect();
    return all.filter((topic) => topic.startsWith(journey.topicPrefix));
  }

  const nothingOnItsWay = (): Promise<void> =>
    eventually(async () => expect(await journey.settled.isSettled()).toBe(true), { within: 30_000 });

  const rows = (): Promise<Read[]> =>
    everyRow(process.env['TEST_DATABASE_URL'] ?? '', journey.topicPrefix.replace('.', '_'));
  const marksIn = (read: Read[], marks: Mark[]): string[] => findMarks(marks, read);

  /** What a table may not hold of the child: ids, words, and the sender's id for its report. */
  const held = (): Mark[] => [
    ...story.persons,
    ...story.documentTexts,
    ...story.replyTexts,
    ...story.motherResources,
    { what: 'child id', text: childId },
    { what: 'receipt id', text: receiptId },
    { what: 'report id', text: story.reportId },
  ];

  async function wholeStory(of: MarkedStory, id: string): Promise<{ receiptId: string; documentId: string }> {
    const sent = { reportId: of.reportId, items: [1, 0, 0, 0, 1, 0, 0, 0] };
    // Refused at first, under the id under which it is then taken: the refusals know that id too.
    expect((await of.send(of.report({ ...sent, total: 3 }))).status).toBe(422);
    const report = of.report({ ...sent, total: 2 });
    const taken = await of.send(report);
    expect(taken.status).toBe(201);
    const result = await eventually(async () => {
      const { json } = await of.get('hv1-nurse', 'screening', `/children/${id}/record`);
      const [found] = (json['results'] ?? []) as { resultId: string }[];
      if (!found) throw new Error('the result is not in the record yet');
      return found;
    });
    const written = await of.post('hv1-nurse', 'screening', `/children/${id}/documents`, {
      kind: 'health_visit_summary',
      text: of.documentText,
      basedOnResultId: result.resultId,
    });
    const document = String(written.json['documentId']);
    await of.post('hv1-nurse', 'screening', `/documents/${document}/share`, {});
    await eventually(
      () => {
        const delivered = events.where(({ name, subject }) => name === 'letter.delivered' && subject === id);
        expect(delivered).toHaveLength(2);
      },
      { within: 30_000 },
    );
    expect((await of.get(of.people.mother.cpr, 'parent-portal', `/documents/${document}`)).status).toBe(200);
    const reply = { cpr: of.people.father.cpr, label: of.replyLabel, text: of.replyText };
    await of.control('POST', 'digital-post/replies', reply);
    await eventually(() => {
      expect(events.where(({ name, subject }) => name === 'letter.reply.received' && subject === id)).toHaveLength(1);
    });
    return { receiptId: String(taken.json['receiptId']), documentId: document };
  }

  /** Events of the child that nobody can handle: one that screening has among its dead letters, in each of two ways. */
  async function park(): Promise<void> {
    await publish('consent.v1', 'child.moved.v9', { childId });
    await publish('journal.v1', 'journal.entry.received.v1', { childId });
    await eventually(async () => {
      const { json } = await story.get('ops', 'screening', '/messages/summary');
      expect(json['deadLetters']).toMatchObject({ open: 2 });
    });
  }

  async function publish(topic: string, type: string, data: object, id: string = randomUUID()): Promise<void> {
    const kafka = new Kafka({ brokers: [...journey.brokers], logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    const now = new Date().toISOString();
    const headers = {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: type,
      ce_time: now,
      ce_recordedtime: now,
      ce_partitionkey: childId,
      ce_subject: childId,
      ce_municipality: 'K1',
      traceparent: `00-${'c'.repeat(32)}-b7ad6b7169203331-01`,
    };
    await producer.send({
      topic: `${journey.topicPrefix}${topic}`,
      messages: [{ key: childId, value: JSON.stringify(data), headers }],
    });
    await producer.disconnect();
  }

  it('stands in no table any more, sealed or open, nor do its people, words, receipts and reports', async () => {
    expect(marksIn(await rows(), held())).toEqual(left);
  });

  it('is named on topics by its random id alone, and after its deletion in nothing but the word of it', () => {
    const said = events.events.map(({ topic, raw }) => ({ where: `topic ${topic}`, text: raw }));
    expect(findMarks([...story.persons, ...story.documentTexts, ...story.replyTexts], said)).toEqual([]);
    const since = events.events.slice(deletedAt).filter(({ raw }) => raw.includes(childId));
    expect(since.map(({ name }) => name)).toEqual(['child.deleted']);
  });

  it('is named in logs and spans by its random id alone', async () => {
    const logs = await Promise.all(
      services.map(async (service) => ({ where: `log of ${service}`, text: await journey.hub.logs(service) })),
    );
    const spans = receiver.spans.map(({ service, name, raw }) => ({ where: `span ${name} of ${service}`, text: raw }));
    expect(spans.length).toBeGreaterThan(50);
    expect(findMarks([...story.persons, ...story.documentTexts, ...story.replyTexts], [...logs, ...spans])).toEqual([]);
  });

  it('is unknown at every door', async () => {
    const { mother } = story.people;
    const doors: [string, (typeof services)[number], string][] = [
      ['hv1-nurse', 'screening', `/children/${childId}/record`],
      ['hv1-nurse', 'screening', `/children/${childId}/timeline`],
      ['hv1-nurse', 'screening', `/documents/${documentId}`],
      ['hv1-nurse', 'notifications', `/children/${childId}/letters`],
      ['hv1-nurse', 'novax-adapter', `/entries/${receiptId}`],
      ['hv1-leader', 'consent', `/children/${childId}/access-log`],
      [mother.cpr, 'parent-portal', `/documents/${documentId}`],
    ];
    for (const [who, service, path] of doors) {
      const { status } = await story.get(who, service, path);
      expect([path, Math.floor(status / 100)]).toEqual([path, 4]);
    }
    const again = story.report({ reportId: randomUUID(), items: [0, 0, 0, 0, 0, 0, 0, 0], total: 0 });
    const refused = await eventually(async () => {
      const answer = await story.send(again);
      expect(answer.status).toBe(422);
      return answer;
    });
    expect(refused.bytes).toContain('UNKNOWN_CHILD');
  });

  it('leaves a log of who looked that can be verified, and of who deleted it and why', async () => {
    const { json } = await story.get('admin', 'consent', '/child-deletions');
    const [deletion] = json['deletions'] as { logLines: number }[];
    expect(deletion).toMatchObject({
      reason: 'data_subject_request',
      requestedBy: 'staff-admin',
      confirmedBy: 'staff-hv1-leader',
      logVerified: true,
    });
    expect(deletion!.logLines).toBeGreaterThan(3);
  });

  it('is not brought back by events that come late, in any service', async () => {
    const late = events.events.filter(({ subject, name }) => subject === childId && name !== 'child.deleted');
    expect(late.length).toBeGreaterThan(10);
    for (const { topic, name, data } of late) {
      await publish(topic.slice(journey.topicPrefix.length), `${name}.v1`, data);
    }
    await publish('consent.v1', 'child.moved.v9', { childId });
    await nothingOnItsWay();
    expect(marksIn(await rows(), held())).toEqual(left);
    for (const service of services) {
      const { json } = await story.get('ops', service, '/messages/summary');
      expect([service, json['parkedChildren'], json['deadLetters']]).toEqual([
        service,
        0,
        { open: 0, queued: 0, replayed: 0, discarded: 0 },
      ]);
    }
  });

  it('leaves every other child as it was', async () => {
    const record = await others.get('hv1-nurse', 'screening', `/children/${otherId}/record`);
    expect(record.json['results']).toHaveLength(1);
    const letters = await others.get('hv1-nurse', 'notifications', `/children/${otherId}/letters`);
    expect((letters.json['letters'] as unknown[]).length).toBe(2);
    expect((await others.get('ops', 'operations', '/gaps')).json).toMatchObject({ gaps: [] });
  });
});
