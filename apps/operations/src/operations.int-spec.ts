import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { startService, type RunningService } from '#service/start-service.js';
import { testBroker } from '#testing/test-broker.js';
import { testDatabase } from '#testing/test-database.js';
import { TestIssuer } from '#testing/test-issuer.js';
import { RecordEvents } from './chains/record-events.js';
import { FindGaps } from './gaps/find-gaps.js';
import { operationsService } from './operations.service.js';

const operator = {
  principal_kind: 'staff',
  sub: 'o1',
  role: 'ops_operator',
  organisation: 'OPS',
  municipality: 'K1',
} as const;

describe('operations', () => {
  const broker = testBroker();
  let issuer: TestIssuer;
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let service: RunningService;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    await broker.createTopics([...new Set(eventCatalogue.map(({ topic }) => topic))], 1);
    database = await testDatabase('operations', []);
    service = await startService(operationsService, {
      HUB_ENV: 'test',
      PORT: '0',
      DATABASE_URL: database.url,
      GOODBYE_MS: '0',
      KAFKA_BROKERS: broker.brokers.join(','),
      TOPIC_PREFIX: broker.topicPrefix,
      OIDC_ISSUER: issuer.url,
      CLIENT_KEY_FILE: issuer.clientKeyFile,
      COOKIE_KEY: randomBytes(32).toString('base64'),
    });
  });

  afterAll(async () => {
    await service.close();
    await database.drop();
    await broker.close();
    await issuer.close();
  });

  const ask = async (path: string, claims: Parameters<TestIssuer['token']>[0] = operator) => {
    const response = await fetch(service.url + path, {
      headers: { authorization: `Bearer ${await issuer.token(claims)}` },
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
  };

  /** What the consumer would be given: the contract's own example under the trace. */
  const delivered = (traceId: string, type: string, time: string, extra: object = {}): Delivery<unknown> => ({
    eventId: randomUUID(),
    type,
    key: 'k',
    subject: null,
    municipality: 'K1',
    time,
    data: { ...(eventCatalogue.find((each) => each.type === type)?.example as object), ...extra },
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    causationId: null,
    topic: 't',
    partition: 0,
    offset: 0,
  });

  const record = (...deliveries: Delivery<unknown>[]) =>
    service.app.get(UnitOfWork).run((tx) => service.app.get(RecordEvents).run(tx, deliveries));

  const newTrace = (): string => randomBytes(16).toString('hex');

  it('shows the chain of an entry from intake to delivered letter, and finds it by receipt and record', async () => {
    const traceId = newTrace();
    const receiptId = randomUUID();
    const letterId = randomUUID();
    await record(
      delivered(traceId, 'journal.entry.received.v1', '2026-05-06T08:00:00Z', { receiptId, recordId: 'NVX-77' }),
      delivered(traceId, 'screening.result.recorded.v1', '2026-05-06T08:00:00.2Z'),
      delivered(traceId, 'letter.requested.v1', '2026-05-06T12:00:00Z', { letterId }),
    );
    await record(
      delivered(traceId, 'letter.delivered.v1', '2026-05-06T12:00:09Z', { letterId }),
      delivered(traceId, 'letter.submitted.v1', '2026-05-06T12:00:03Z', { letterId }),
    );
    const chain = (await ask(`/chains/${traceId}`)).json;
    expect(chain).toMatchObject({ state: 'complete', recordId: 'NVX-77', totalMs: 14_409_000 });
    expect(chain.steps.map((step: { name: string }) => step.name)).toEqual([
      'journal.entry.received',
      'screening.result.recorded',
      'letter.requested',
      'letter.submitted',
      'letter.delivered',
    ]);
    expect((await ask(`/receipts/${receiptId}/chain`)).json.traceId).toBe(traceId);
    expect((await ask('/chains?recordId=NVX-77')).json.chains).toHaveLength(1);
    expect((await ask(`/chains?letterId=${letterId}`)).json.chains).toHaveLength(1);
    expect(await ask('/chains?recordId=640326-4012')).toMatchObject({ status: 422, json: { place: 'query/recordId' } });
  });

  it('finds the gaps of others although a letter came without a trace', async () => {
    service.app.get(Clock).set(Temporal.Instant.from('2026-05-10T08:00:05Z'));
    const untraced = { ...delivered('', 'letter.submitted.v1', '2026-05-10T08:00:00Z'), traceparent: null };
    const traceId = newTrace();
    await record(
      { ...untraced, data: { ...(untraced.data as object), letterId: randomUUID() } },
      delivered(traceId, 'journal.entry.received.v1', '2026-05-10T08:00:00Z', { receiptId: randomUUID() }),
      delivered(traceId, 'letter.submitted.v1', '2026-05-10T08:00:02Z', { letterId: randomUUID() }),
    );
    service.app.get(Clock).set(Temporal.Instant.from('2026-05-11T08:01:00Z'));
    await service.app.get(FindGaps).run();
    expect((await ask(`/chains/${traceId}`)).json).toMatchObject({ state: 'stopped' });
  });

  it('keeps a step once however often it is delivered', async () => {
    const traceId = newTrace();
    const receiptId = randomUUID();
    const entry = delivered(traceId, 'journal.entry.received.v1', '2026-05-06T08:00:00Z', { receiptId });
    await record(entry, entry);
    await record(entry);
    expect((await ask(`/chains/${traceId}`)).json.steps).toHaveLength(1);
  });

  it('tells once of a letter without a receipt after 24 hours, and closes the gap when the receipt comes', async () => {
    const traceId = newTrace();
    const letterId = randomUUID();
    service.app.get(Clock).set(Temporal.Instant.from('2026-06-01T08:00:03Z'));
    await record(
      delivered(traceId, 'journal.entry.received.v1', '2026-06-01T08:00:00Z', { receiptId: randomUUID() }),
      delivered(traceId, 'letter.requested.v1', '2026-06-01T08:00:01Z', { letterId }),
      delivered(traceId, 'letter.submitted.v1', '2026-06-01T08:00:02Z', { letterId }),
    );
    const clock = service.app.get(Clock);
    const gaps = async () =>
      (
        await database.dataSource.query(
          "SELECT count(*) FROM outbox WHERE type = 'trace.gap.detected.v1' AND key = $1",
          [traceId],
        )
      )[0].count;
    clock.set(Temporal.Instant.from('2026-06-02T07:59:00Z'));
    await service.app.get(FindGaps).run();
    expect(await gaps()).toBe('0');
    clock.set(Temporal.Instant.from('2026-06-02T08:01:00Z'));
    await service.app.get(FindGaps).run();
    await service.app.get(FindGaps).run();
    expect(await gaps()).toBe('1');
    expect((await ask(`/chains/${traceId}`)).json).toMatchObject({ state: 'stopped' });
    await record(delivered(traceId, 'letter.delivered.v1', '2026-06-02T09:00:00Z', { letterId, late: true }));
    const chain = (await ask(`/chains/${traceId}`)).json;
    expect(chain).toMatchObject({ state: 'complete' });
    expect(chain.gaps[0].closedAt).toBe('2026-06-02T09:00:00.000Z');
    expect((await ask(`/chains/${traceId}/page`)).text).toContain('A gap was found and closed, late');
  });

  it('awaits the receipt of a letter that was cancelled in one chain and goes out in another, in whatever order it hears', async () => {
    const begun = (traceId: string, letterId: string) => [
      delivered(traceId, 'journal.entry.received.v1', '2026-06-03T08:00:00Z', { receiptId: randomUUID() }),
      delivered(traceId, 'letter.requested.v1', '2026-06-03T08:00:01Z', { letterId }),
    ];
    for (const cancelledFirst of [true, false]) {
      const [ended, other, letterId] = [newTrace(), newTrace(), randomUUID()];
      service.app.get(Clock).set(Temporal.Instant.from('2026-06-03T08:00:05Z'));
      const cancelled = delivered(ended, 'letter.cancelled.v1', '2026-06-03T08:00:02Z', { letterId });
      const submitted = delivered(other, 'letter.submitted.v1', '2026-06-03T08:00:03Z', { letterId });
      await record(...begun(ended, letterId), ...begun(other, letterId));
      for (const event of cancelledFirst ? [cancelled, submitted] : [submitted, cancelled]) await record(event);
      service.app.get(Clock).set(Temporal.Instant.from('2026-06-04T08:01:00Z'));
      await service.app.get(FindGaps).run();
      expect((await ask(`/chains/${ended}`)).json.state).toBe('complete');
      expect((await ask(`/chains/${other}`)).json.state).toBe('stopped');
      await record(delivered(other, 'letter.delivered.v1', '2026-06-04T09:00:00Z', { letterId, late: true }));
      expect((await ask(`/chains/${other}`)).json.state).toBe('complete');
    }
  });

  it('lists refused entries with code and place', async () => {
    const receiptId = randomUUID();
    await record(delivered(newTrace(), 'journal.entry.rejected.v1', '2026-05-06T08:00:00Z', { receiptId }));
    const { entries } = (await ask('/refused-entries')).json;
    expect(entries).toContainEqual(expect.objectContaining({ receiptId, code: 'SCORE_MISMATCH', place: 'score' }));
  });

  it('shows an operator nothing of another municipality', async () => {
    const traceId = newTrace();
    const receiptId = randomUUID();
    await record(
      delivered(traceId, 'journal.entry.received.v1', '2026-05-06T08:00:00Z', { receiptId, recordId: 'NVX-78' }),
      delivered(newTrace(), 'journal.entry.rejected.v1', '2026-05-06T08:00:00Z', { receiptId: randomUUID() }),
    );
    const other = { ...operator, municipality: 'K2' };
    expect((await ask(`/chains/${traceId}`, other)).status).toBe(404);
    expect((await ask(`/chains/${traceId}/page`, other)).status).toBe(404);
    expect((await ask(`/receipts/${receiptId}/chain`, other)).status).toBe(404);
    expect((await ask('/chains', other)).json.chains).toEqual([]);
    expect((await ask('/chains?municipality=K1', other)).json.code).toBe('WRONG_TENANT');
    expect((await ask('/refused-entries', other)).json.entries).toEqual([]);
  });

  it('takes a refusal and a delivery of one letter in one batch', async () => {
    const traceId = newTrace();
    const letterId = randomUUID();
    await record(
      delivered(traceId, 'journal.entry.received.v1', '2026-05-06T08:00:00Z', { receiptId: randomUUID() }),
      delivered(traceId, 'letter.requested.v1', '2026-05-06T12:00:00Z', { letterId }),
      delivered(traceId, 'letter.cancelled.v1', '2026-05-06T12:00:08Z', { letterId }),
      delivered(traceId, 'letter.delivered.v1', '2026-05-06T12:00:09Z', { letterId }),
    );
    expect((await ask(`/chains/${traceId}`)).json.state).toBe('complete');
  });

  it('lists parked and dead messages of all services', async () => {
    await record(
      delivered(newTrace(), 'message.parked.v1', '2026-05-06T08:00:00Z'),
      delivered(newTrace(), 'message.dead_lettered.v1', '2026-05-06T08:00:00Z'),
    );
    const { messages } = (await ask('/dead-letters')).json;
    expect(messages.map((message: { kind: string }) => message.kind).sort()).toEqual(['dead_lettered', 'parked']);
    expect((await ask('/dead-letters', { ...operator, municipality: 'K2' })).json.messages).toEqual([]);
  });

  it('lets nobody in but operators, and sends a browser without a login to the login', async () => {
    const nurse = { ...operator, role: 'health_visitor' };
    expect((await ask('/chains', nurse)).status).toBe(403);
    expect((await ask('/', nurse)).text).toContain('Your role may not do this');
    const visitor = await fetch(`${service.url}/`, { redirect: 'manual' });
    expect([visitor.status, visitor.headers.get('location')]).toEqual([302, '/login?back=%2F']);
  });

  it('has no column that could hold a child, a guardian, a name or a text', async () => {
    const columns: { column_name: string }[] = await database.dataSource.query(
      `SELECT column_name FROM information_schema.columns WHERE table_name IN
         ('chain', 'chain_step', 'awaited_step', 'late_work', 'refused_entry', 'stopped_message')`,
    );
    const suspicious = columns.filter(({ column_name: name }) =>
      /child|guardian|cpr|body|text|subject|person/.test(name),
    );
    expect(suspicious).toEqual([]);
  });
});
