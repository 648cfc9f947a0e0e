import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { mainJobEdges } from '#local/main-job-edges.js';
import { serviceNames } from '#local/service-name.js';
import { type DeclaredMetric, metricCatalogue } from '#observability/metric-catalogue.js';
import { prometheusNames } from '#observability/prometheus-names.js';
import { eventually } from '#testing/eventually.js';
import { EventLog } from '../scenarios/event-log.js';
import { call } from '../scenarios/world.js';
import { type JourneyHub, openJourneyHub } from './journey-hub.js';
import { MarkedStory } from './marked-story.js';
import { OtlpReceiver } from './otlp-receiver.js';
import { everyRow, findMarks, type Read } from '../../bench/search-everywhere.js';
import { undeclaredInMetrics, undeclaredInSpan } from './undeclared-signals.js';

const services = serviceNames.filter((name) => name !== 'stand-ins');

interface Result {
  readonly resultId: string;
  readonly total: number;
  readonly standing: boolean;
}

describe('the main job, with everything that can happen around it', () => {
  let receiver: OtlpReceiver;
  let journey: JourneyHub;
  let events: EventLog;
  let story: MarkedStory;
  let childId: string;
  let putOff = 0;
  let receipt: { receiptId: string; traceId: string };

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    journey = await openJourneyHub({ env: { OTLP_URL: receiver.url, HUB_LOG: 'debug' } });
    events = await EventLog.open([...journey.brokers], await topics());
    story = new MarkedStory(journey);
    childId = await story.registerChild();
    const answer = await story.send(
      story.report({ reportId: story.reportId, items: [1, 0, 0, 0, 1, 0, 0, 0], total: 2 }),
    );
    expect(answer.status).toBe(201);
    receipt = answer.json as unknown as typeof receipt;
    const documentId = await shareSummary(await standingResult(2));
    await nothingOnItsWay();
    await lettersDelivered();
    await readAndReply(documentId);
    await correct(documentId);
    await bePutOff();
    await nothingOnItsWay();
  }, 120_000);

  afterAll(async () => {
    await events?.close();
    await journey?.close();
    await receiver?.close();
  }, 60_000);

  async function topics(): Promise<string[]> {
    const kafka = new Kafka({ brokers: [...journey.brokers], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const all = await admin.listTopics();
    await admin.disconnect();
    return all.filter((topic) => topic.startsWith(journey.topicPrefix));
  }

  const standingResult = (total: number): Promise<string> =>
    eventually(async () => {
      const record = await story.get('hv1-nurse', 'screening', `/children/${childId}/record`);
      const results = (record.json['results'] ?? []) as Result[];
      const found = results.find((result) => result.standing && result.total === total);
      if (!found) throw new Error(`no standing result of ${total} in ${results.length}`);
      return found.resultId;
    });

  async function shareSummary(basedOnResultId: string): Promise<string> {
    const written = await story.post('hv1-nurse', 'screening', `/children/${childId}/documents`, {
      kind: 'health_visit_summary',
      text: story.documentText,
      basedOnResultId,
    });
    const documentId = String(written.json['documentId']);
    await story.post('hv1-nurse', 'screening', `/documents/${documentId}/share`, {});
    return documentId;
  }

  const nothingOnItsWay = (): Promise<void> =>
    eventually(async () => expect(await journey.settled.isSettled()).toBe(true), { within: 30_000 });

  const lettersDelivered = (): Promise<void> =>
    eventually(
      () => {
        const delivered = events.where(({ name, subject }) => name === 'letter.delivered' && subject === childId);
        expect(delivered).toHaveLength(2);
      },
      { within: 30_000 },
    );

  async function readAndReply(documentId: string): Promise<void> {
    const opened = await story.get(story.people.mother.cpr, 'parent-portal', `/documents/${documentId}`);
    expect(opened.json['text']).toBe(story.documentText);
    const reply = { cpr: story.people.father.cpr, label: story.replyLabel, text: story.replyText };
    const answered = await story.control('POST', 'digital-post/replies', reply);
    expect(answered.json['status']).toBe(200);
    const received = await eventually(() => {
      const [event] = events.where(({ name }) => name === 'letter.reply.received');
      return event!.data as { replyId: string };
    });
    const read = await story.get('hv1-nurse', 'notifications', `/replies/${received.replyId}`);
    const [file] = read.json['files'] as { content: string }[];
    expect(Buffer.from(file!.content, 'base64').toString()).toBe(story.replyText);
  }

  /** The journal amends its result, and the health visitor what she wrote. */
  async function correct(documentId: string): Promise<void> {
    const items = [1, 0, 0, 2, 1, 0, 0, 2];
    const amended = await story.send(story.report({ reportId: story.laterReportId, items, total: 6, amended: true }));
    expect(amended.status).toBe(201);
    const basedOnResultId = await standingResult(6);
    await story.post('hv1-nurse', 'screening', `/documents/${documentId}/corrections`, {
      text: story.correctedText,
      basedOnResultId,
    });
    await story.post('hv1-nurse', 'screening', `/documents/${documentId}/share`, {});
  }

  /** Everything that senders put persons into by mistake, and people who ask for what is not theirs. */
  async function bePutOff(): Promise<void> {
    const { child, mother } = story.people;
    const adapter = journey.hub.urls['novax-adapter'];
    const journal = await journey.hub.tokenFor('journal-k1');
    const refused = async (body: string, contentType = 'application/json', door = '/novax/results') => {
      const answer = await call(`${adapter}${door}`, journal, { method: 'POST', contentType, body });
      expect(Math.floor(answer.status / 100)).toBe(4);
      putOff += 1;
    };
    const result = { recordId: 'NVX-1', version: 1, childCpr: child.cpr, observedAt: story.now.toInstant().toString() };
    const bad = [
      JSON.stringify({ ...result, recordId: `NVX-${child.cpr}` }),
      JSON.stringify({ ...result, recordId: story.names.child }),
      JSON.stringify({ ...result, childCpr: story.stranger, observerCertified: true, items: {} }),
      JSON.stringify({ ...result, items: { [story.names.mother]: 1, [mother.cpr]: 2 }, observerCertified: true }),
      JSON.stringify({ ...result, [story.names.mother]: mother.cpr }),
      `{"${mother.cpr}": 1, "${mother.cpr}": 2, "${story.names.mother}": 1, "${story.names.mother}": 1}`,
      `{"childCpr": "${mother.cpr}" ${story.names.mother}`,
      `"${story.names.father}"`,
    ];
    for (const body of bad) await refused(body);
    const [name] = story.names.father.split(' ');
    for (const xml of [`<${name}>${mother.cpr}</${name}>`, `<a ${name}="${mother.cpr}">`, `<!DOCTYPE ${name}><a/>`]) {
      await refused(xml, 'application/xml');
      await refused(xml, 'application/fhir+xml', '/fhir/Bundle');
    }
    const other = story.report({ reportId: `R-${child.cpr}`, items: [9], total: 1 });
    const unknown = JSON.stringify(story.report({ reportId: 'R-9', items: [0, 0, 0, 0, 0, 0, 0, 0], total: 0 }));
    const reports = [
      JSON.stringify(other),
      JSON.stringify({ ...other, id: story.names.child, [story.names.mother]: mother.cpr }),
      unknown.replaceAll(child.cpr, story.stranger),
    ];
    for (const report of reports) await refused(report, 'application/fhir+json', '/fhir/Bundle');
    for (const service of services) {
      const address = `${journey.hub.urls[service]}/children/${child.cpr}/${story.names.child}?q=${mother.cpr}`;
      expect((await call(address, journal)).status).toBe(404);
    }
    const staff = await story.get('hv2-nurse', 'screening', `/children/${childId}/record`);
    expect(staff.status).toBe(403);
  }

  async function readOf(kind: string, text: (service: (typeof services)[number]) => Promise<string>): Promise<Read[]> {
    return Promise.all(
      services.map(async (service) => ({ where: `${kind} of ${service}`, text: await text(service) })),
    );
  }

  const readMetrics = (): Promise<Read[]> =>
    readOf('metrics', async (service) => (await fetch(`${journey.hub.urls[service]}/metrics`)).text());

  it('is one trace from the intake to the receipts, through outbox, Kafka and letters', async () => {
    const expected = new Map(
      mainJobEdges.map(({ parent, child, times }) => [`${parent ?? 'nothing'} -> ${child}`, times]),
    );
    const edges = (): Map<string, number> => {
      const spans = receiver.ofTrace(receipt.traceId);
      const named = new Map(spans.map(({ spanId, service, name }) => [spanId, `${service}: ${name}`]));
      const counts = new Map<string, number>();
      for (const { service, name, parentSpanId } of spans) {
        const parent = parentSpanId === null ? 'nothing' : (named.get(parentSpanId) ?? 'a span of another trace');
        const edge = `${parent} -> ${service}: ${name}`;
        counts.set(edge, (counts.get(edge) ?? 0) + 1);
      }
      return counts;
    };
    await eventually(() => expect(edges()).toEqual(expected));
    const published = events.events.filter(({ traceId }) => traceId === receipt.traceId).map(({ name }) => name);
    expect(new Set(published)).toEqual(
      new Set([
        'journal.entry.received',
        'screening.result.recorded',
        'screening.level.changed',
        'portal.document.shared',
        'letter.requested',
        'letter.submitted',
        'letter.delivered',
        'letter.reply.received',
      ]),
    );
    const strays = events.events.filter(
      ({ name, traceId }) => name.startsWith('letter.') && traceId !== receipt.traceId,
    );
    expect(strays).toEqual([]);
    expect(receiver.refused).toEqual([]);
  });

  it('makes no span, attribute or metric that is not declared', async () => {
    expect(receiver.spans.length).toBeGreaterThan(50);
    expect(receiver.spans.filter(({ service }) => service !== 'stand-ins').flatMap(undeclaredInSpan)).toEqual([]);
    for (const { where, text } of await readMetrics()) expect([where, undeclaredInMetrics(text)]).toEqual([where, []]);
  });

  it('shows every metric that is declared, but for what did not happen here', async () => {
    const shown = new Set((await readMetrics()).flatMap(({ text }) => text.match(/^\w+/gm) ?? []));
    const declared: [string, DeclaredMetric][] = Object.entries(metricCatalogue);
    const missing = declared.filter(
      ([name, { kind }]) => !prometheusNames(name, kind).every((each) => shown.has(each)),
    );
    expect(missing.map(([name]) => name)).toEqual([
      'hub.consumer.failures',
      'hub.messages.parked',
      'hub.messages.dead_lettered',
      'hub.intake.repeated',
      'hub.intake.conflicts',
      'hub.custody.changes',
      'hub.consent.answers',
      'hub.letters.failed',
      'hub.letters.in_doubt',
    ]);
  });

  it('stands complete in the chain that operations shows', async () => {
    const chain = await story.get('ops', 'operations', `/receipts/${receipt.receiptId}/chain`);
    const steps = (chain.json['steps'] as { name: string; elapsedMs: number }[]).filter(
      ({ name }) => name !== 'letter.reply.received',
    );
    expect([chain.json['state'], chain.json['traceId'], chain.json['gaps']]).toEqual(['complete', receipt.traceId, []]);
    expect(steps.map(({ name }) => name)).toEqual([
      'journal.entry.received',
      'screening.result.recorded',
      'screening.level.changed',
      'portal.document.shared',
      'letter.requested',
      'letter.requested',
      'letter.submitted',
      'letter.submitted',
      'letter.delivered',
      'letter.delivered',
    ]);
    const times = steps.map(({ elapsedMs }) => elapsedMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("shows everything that happened on the record's timeline, oldest to newest", async () => {
    const timeline = await story.get('hv1-nurse', 'screening', `/children/${childId}/timeline`);
    const entries = timeline.json['entries'] as { kind: string; at: string; traceId: string }[];
    const kinds = entries.map(({ kind }) => kind);
    expect(kinds).toEqual([
      'child.registered',
      ...['journal_entry.filed', 'adbb_result.recorded', 'level.judged'],
      ...['document.written', 'document.shared', 'letter.requested', 'letter.requested'],
      ...['letter.submitted', 'letter.submitted', 'letter.delivered', 'letter.delivered'],
      ...['document.opened', 'letter.reply.received'],
      ...['journal_entry.filed', 'adbb_result.recorded', 'level.judged', 'task.opened', 'repeat.requested'],
      ...['document.written', 'document.shared'],
    ]);
    const times = entries.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const firstToLastLetter = entries.slice(1, 12).map(({ traceId }) => traceId);
    expect(new Set(firstToLastLetter)).toEqual(new Set([receipt.traceId]));
  });

  it('leaves a refusal for each entry that was put off, and no effect', async () => {
    const refused = await story.get('ops', 'operations', '/refused-entries');
    const codes = (refused.json['entries'] as { code: string }[]).map(({ code }) => code);
    expect(codes).toHaveLength(putOff);
    const record = await story.get('hv1-nurse', 'screening', `/children/${childId}/record`);
    expect(record.json['results']).toHaveLength(2);
  });

  it('holds what was reported about the mother only sealed', async () => {
    const outside = [
      ...events.events.map(({ topic, raw }) => ({ where: `topic ${topic}`, text: raw })),
      ...(await everyRow(databaseUrl(), databasePrefix())),
    ];
    expect(findMarks(story.motherResources, outside)).toEqual([]);
    const screening = outside.filter(({ where }) => /screening|journal/.test(where));
    expect(screening.length).toBeGreaterThan(10);
    expect(findMarks([{ what: 'EPDS', text: 'epds' }], outside)).toEqual([]);
  });

  it('says no person and no text on any topic, in any log, span or metric', async () => {
    const said = [
      ...events.events.map(({ topic, raw }) => ({ where: `topic ${topic}`, text: raw })),
      ...receiver.spans.map(({ service, name, raw }) => ({ where: `span ${name} of ${service}`, text: raw })),
      ...(await readOf('log', (service) => journey.hub.logs(service))),
      ...(await readMetrics()),
    ];
    expect(findMarks([{ what: 'child id', text: childId }], said).length).toBeGreaterThan(3);
    expect(findMarks([...story.persons, ...story.documentTexts, ...story.replyTexts], said)).toEqual([]);
  });

  it('keeps persons and texts in no table, but for the document where it was written', async () => {
    const rows = await everyRow(databaseUrl(), databasePrefix());
    expect(findMarks([...story.persons, ...story.replyTexts], rows)).toEqual([]);
    expect(findMarks(story.documentTexts, rows)).toEqual(['document text in table screening.document_text']);
  });

  const databaseUrl = (): string => process.env['TEST_DATABASE_URL'] ?? '';
  const databasePrefix = (): string => journey.topicPrefix.replace('.', '_');
});
