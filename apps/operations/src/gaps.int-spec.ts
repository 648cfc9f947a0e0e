import { createServer, type Server } from 'node:http';
import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import type { ConsumerProgress } from '#messaging/handling/consumer-progress.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { Telemetry } from '#observability/telemetry.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { startService, type RunningService } from '#service/start-service.js';
import { testBroker } from '#testing/test-broker.js';
import { testDatabase } from '#testing/test-database.js';
import { TestIssuer } from '#testing/test-issuer.js';
import { RecordEvents } from './chains/record-events.js';
import { AwaitedStepsStore } from './gaps/awaited-steps.store.js';
import { FindGaps } from './gaps/find-gaps.js';
import { LateWorkMetric } from './gaps/late-work.metric.js';
import { WatchWork } from './gaps/watch-work.js';
import { operationsService } from './operations.service.js';
import { ForgetOldChains } from './retention/forget-old-chains.js';

const operator = {
  principal_kind: 'staff',
  sub: 'o1',
  role: 'ops_operator',
  organisation: 'OPS',
  municipality: 'K1',
} as const;

interface Answer {
  gaps: { traceId: string; step: string; closedAt: string | null; cameAt: string | null; byHand: object | null }[];
  lateWork: { service: string; kind: string; waiting: number; closedAt: string | null }[];
}

describe('gaps', () => {
  const broker = testBroker();
  let issuer: TestIssuer;
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let service: RunningService;
  let screening: Server;
  let waiting = { kind: 'raise-overdue', waiting: 0, oldestAgeSeconds: 0 };

  beforeAll(async () => {
    await Telemetry.start({ service: 'operations' });
    issuer = await TestIssuer.start();
    await broker.createTopics([...new Set(eventCatalogue.map(({ topic }) => topic))], 1);
    database = await testDatabase('gaps', []);
    screening = createServer((_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ work: [waiting] }));
    });
    await new Promise<void>((listening) => screening.listen(0, '127.0.0.1', listening));
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
      SCREENING_URL: `http://127.0.0.1:${(screening.address() as AddressInfo).port}`,
      WORK_POLL_MS: '600000',
    });
  });

  afterAll(async () => {
    await service.close();
    await Telemetry.stop();
    await new Promise((closed) => screening.close(closed));
    await database.drop();
    await broker.close();
    await issuer.close();
  });

  async function gaps(state = 'open', municipality = 'K1'): Promise<Answer> {
    const response = await fetch(`${service.url}/gaps?state=${state}`, {
      headers: { authorization: `Bearer ${await issuer.token({ ...operator, municipality })}` },
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Answer;
  }

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
  const at = (time: string) => service.app.get(Clock).set(Temporal.Instant.from(time));
  const find = () => service.app.get(FindGaps).run();
  const openOf = async (traceId: string) =>
    (await gaps()).gaps.filter((gap) => gap.traceId === traceId).map(({ step }) => step);
  const toldOf = async (traceId: string) =>
    database.dataSource.query(`SELECT data::jsonb ->> 'step' AS step FROM outbox WHERE key = $1`, [traceId]);

  /** An entry with one result of its own. */
  const entry = (traceId: string, recordId: string, time: string) =>
    delivered(traceId, 'journal.entry.received.v1', time, {
      receiptId: randomUUID(),
      recordId,
      adbb: [{ resourceId: recordId, status: 'final' }],
    });

  it('tells once of a report that nobody judged within ten minutes, and closes when it is judged after all', async () => {
    const traceId = newTrace();
    at('2026-06-01T08:00:01Z');
    await record(entry(traceId, 'NVX-A', '2026-06-01T08:00:00Z'));
    at('2026-06-01T08:09:59Z');
    await find();
    expect(await openOf(traceId)).toEqual([]);
    at('2026-06-01T08:10:01Z');
    await find();
    await find();
    expect(await openOf(traceId)).toEqual(['screening.result.recorded']);
    expect(await toldOf(traceId)).toEqual([{ step: 'screening.result.recorded' }]);
    expect((await gaps('open', 'K2')).gaps).toEqual([]);
    await record(delivered(traceId, 'screening.result.recorded.v1', '2026-06-01T08:20:00Z', { recordId: 'NVX-A' }));
    expect(await openOf(traceId)).toEqual([]);
    const closed = (await gaps('closed')).gaps.find((gap) => gap.traceId === traceId);
    expect(closed?.closedAt).toBe('2026-06-01T08:20:00.000Z');
  });

  it('awaits nothing of a result that is reported again as it stands, in another batch or in the same', async () => {
    at('2026-06-02T08:00:01Z');
    const [first, again, later] = [newTrace(), newTrace(), newTrace()];
    await record(
      entry(first, 'NVX-B', '2026-06-02T08:00:00Z'),
      entry(again, 'NVX-B', '2026-06-02T08:00:01Z'),
      delivered(first, 'screening.result.recorded.v1', '2026-06-02T08:00:01Z', { recordId: 'NVX-B' }),
    );
    await record(entry(later, 'NVX-B', '2026-06-02T08:00:02Z'));
    at('2026-06-02T09:00:00Z');
    await find();
    expect([await openOf(first), await openOf(again), await openOf(later)]).toEqual([[], [], []]);
  });

  it('awaits nothing of a result that was taken back before it came, in another batch or in the same', async () => {
    at('2026-06-02T10:00:01Z');
    const [before, beside, after] = [newTrace(), newTrace(), newTrace()];
    const takenBack = (recordId: string, time: string) =>
      delivered(newTrace(), 'journal.entry.received.v1', time, {
        receiptId: randomUUID(),
        adbb: [],
        withdrawn: [{ resourceType: 'QuestionnaireResponse', resourceId: recordId }],
      });
    await record(takenBack('NVX-E', '2026-06-02T10:00:00Z'));
    await record(entry(before, 'NVX-E', '2026-06-02T10:00:01Z'));
    await record(takenBack('NVX-F', '2026-06-02T10:00:00Z'), entry(beside, 'NVX-F', '2026-06-02T10:00:01Z'));
    await record(entry(after, 'NVX-G', '2026-06-02T10:00:00Z'), takenBack('NVX-G', '2026-06-02T10:00:01Z'));
    at('2026-06-02T11:00:00Z');
    await find();
    expect([await openOf(before), await openOf(beside)]).toEqual([[], []]);
    // It was reported first, and recorded before it was taken back.
    expect(await openOf(after)).toEqual(['screening.result.recorded']);
  });

  it('finds a letter that was ordered and never handed in, and a question whose letter nobody ordered', async () => {
    at('2026-06-03T08:00:01Z');
    const [letter, question, answered] = [newTrace(), newTrace(), newTrace()];
    await record(
      delivered(letter, 'letter.requested.v1', '2026-06-03T08:00:00Z', { letterId: randomUUID() }),
      delivered(question, 'consent.requested.v1', '2026-06-03T08:00:00Z'),
      delivered(answered, 'letter.requested.v1', '2026-06-03T13:59:00Z', {
        letterId: randomUUID(),
        kind: 'consent_request',
      }),
      delivered(answered, 'consent.requested.v1', '2026-06-03T13:58:00Z'),
    );
    at('2026-06-03T14:00:01Z');
    await find();
    expect(await openOf(letter)).toEqual(['letter.submitted']);
    expect(await openOf(question)).toEqual(['letter.requested']);
    expect(await openOf(answered)).toEqual([]);
  });

  it('misses the receipts of letters that an instance of the version before heard of, and hears of those that it heard', async () => {
    const [missed, told, heard] = [newTrace(), newTrace(), newTrace()];
    const letters = [missed, told, heard].map((traceId) => ({ traceId, letterId: randomUUID() }));
    at('2026-06-04T08:00:01Z');
    await record(delivered(heard, 'letter.submitted.v1', '2026-06-04T08:00:00Z', { letterId: letters[2]!.letterId }));
    for (const { traceId, letterId } of letters) {
      await database.dataSource.query(
        `INSERT INTO awaited_receipt (letter_id, trace_id, municipality, submitted_at) VALUES ($1, $2, 'K1', '2026-06-04T08:00:00Z')`,
        [letterId, traceId],
      );
    }
    const mark = 'UPDATE awaited_receipt SET gap_detected_at = $2 WHERE trace_id = $1';
    await database.dataSource.query(mark, [told, '2026-06-05T08:00:00.5Z']);
    const end = 'UPDATE awaited_receipt SET ended_at = $2 WHERE trace_id = $1';
    await database.dataSource.query(end, [heard, '2026-06-04T09:00:00Z']);
    at('2026-06-05T08:00:01Z');
    await find();
    expect([await openOf(missed), await openOf(told), await openOf(heard)]).toEqual([
      ['letter.delivered'],
      ['letter.delivered'],
      [],
    ]);
    expect([await toldOf(missed), await toldOf(told)]).toEqual([[{ step: 'letter.delivered' }], []]);
    await database.dataSource.query(end, [missed, '2026-06-05T09:00:00Z']);
    expect(await openOf(missed)).toEqual([]);
  });

  describe('whose step will never come', () => {
    const step = 'screening.result.recorded';
    const closing = { step, code: 'event_discarded', reason: 'discarded: the entry was a test' };
    let traceId: string;

    beforeEach(async () => {
      traceId = newTrace();
      at('2026-06-04T08:00:01Z');
      await record(entry(traceId, `NVX-${traceId}`, '2026-06-04T08:00:00Z'));
      at('2026-06-04T08:10:01Z');
      await find();
    });

    async function act(name: 'close' | 'reopen', body: object, claims: object = operator) {
      const response = await fetch(`${service.url}/gaps/${name}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await issuer.token({ ...operator, ...claims })}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ traceId, ...body }),
      });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    }
    async function counted() {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      const told = new RegExp(`hub_gaps_open{[^}]*"${step}"[^}]*} (\\d+)`).exec(text);
      if (told === null) throw new Error(`The metrics do not tell of gaps: ${text.slice(0, 200)}`);
      return Number(told[1]);
    }
    const stateOf = async () => {
      const response = await fetch(`${service.url}/chains/${traceId}`, {
        headers: { authorization: `Bearer ${await issuer.token(operator)}` },
      });
      return ((await response.json()) as { state: string }).state;
    };
    const closedOf = async () => (await gaps('closed')).gaps.find((gap) => gap.traceId === traceId);

    it('is closed by an operator with a reason: out of the list and the metric, and in the log of acts', async () => {
      const before = await counted();
      expect(await stateOf()).toBe('stopped');
      expect(await act('close', closing)).toEqual({ status: 200, json: { closed: 1 } });
      expect([await openOf(traceId), await counted(), await stateOf()]).toEqual([[], before - 1, 'closed']);
      expect(await closedOf()).toMatchObject({
        closedAt: expect.stringMatching(/^2026-06-04T08:10:0/),
        cameAt: null,
        byHand: { who: 'o1', code: 'event_discarded', reason: closing.reason },
      });
      await find();
      expect(await openOf(traceId)).toEqual([]);
      const [written] = await database.dataSource.query('SELECT * FROM message_act ORDER BY id DESC LIMIT 1');
      expect(written).toMatchObject({
        actor: 'staff:o1 as ops_operator',
        act: 'close_gap',
        selection: { traceId, step, code: 'event_discarded', municipality: 'K1' },
        affected: 1,
        reason: closing.reason,
      });
    });

    it('is opened again with a reason, and is counted again', async () => {
      const before = await counted();
      await act('close', closing);
      expect(await act('reopen', { step, reason: 'it was no test' })).toEqual({ status: 200, json: { reopened: 1 } });
      expect([await openOf(traceId), await counted(), await stateOf()]).toEqual([[step], before, 'stopped']);
      expect(await act('reopen', { step, reason: 'twice' })).toMatchObject({ status: 404 });
    });

    it('shows the step as late when it comes after all, beside who closed it, and stays closed', async () => {
      await act('close', closing);
      await record(
        delivered(traceId, 'screening.result.recorded.v1', '2026-06-04T09:00:00Z', { recordId: `NVX-${traceId}` }),
      );
      expect(await closedOf()).toMatchObject({ cameAt: '2026-06-04T09:00:00.000Z', byHand: { who: 'o1' } });
      expect(await act('reopen', { step, reason: 'why not' })).toMatchObject({ status: 404 });
    });

    it.each<[string, object, object, object]>([
      ['of another municipality', closing, { municipality: 'K2' }, { status: 404 }],
      ['by who is no operator', closing, { role: 'health_visitor' }, { status: 403 }],
      ['without a reason', { ...closing, reason: ' ' }, {}, { status: 422, json: { place: 'body/reason' } }],
      ['with a number in the reason', { ...closing, reason: '640326-4012' }, {}, { status: 422 }],
      [
        'by a code that is not listed',
        { ...closing, code: 'tired' },
        {},
        { status: 422, json: { place: 'body/code' } },
      ],
      ['before another step', { ...closing, step: 'letter.submitted' }, {}, { status: 404 }],
    ])('is not closed %s', async (_, body, claims, refusal) => {
      expect(await act('close', body, claims)).toMatchObject(refusal);
      expect(await openOf(traceId)).toEqual([step]);
    });
  });

  it('leave with their chain when it is older than it is kept, but not while one is open or the chain goes on', async () => {
    const [done, open, alive] = [newTrace(), newTrace(), newTrace()];
    const begun = '2021-05-03T08:00:00Z';
    at('2021-05-03T09:00:00Z');
    await record(...[done, open, alive].map((traceId) => entry(traceId, `NVX-${traceId}`, begun)));
    await find();
    const recorded = (traceId: string, time: string) =>
      delivered(traceId, 'screening.result.recorded.v1', time, { recordId: `NVX-${traceId}` });
    await record(recorded(done, '2021-05-03T09:30:00Z'), recorded(alive, '2026-05-03T08:00:00Z'));
    const letterId = randomUUID();
    await record(
      delivered(done, 'letter.submitted.v1', '2021-05-03T09:31:00Z', { letterId }),
      delivered(done, 'letter.delivered.v1', '2021-05-03T09:32:00Z', { letterId }),
    );
    const forget = async () => service.app.get(ForgetOldChains).run();
    at('2026-05-03T20:00:00Z');
    expect(await forget()).toBe(0);
    at('2026-05-04T20:00:00Z');
    expect([await forget(), await forget()]).toEqual([1, 0]);
    for (const table of ['chain', 'chain_step']) {
      const left = await database.dataSource.query(`SELECT DISTINCT trace_id FROM ${table} WHERE trace_id = ANY($1)`, [
        [done, open, alive],
      ]);
      expect(left.map(({ trace_id }: { trace_id: string }) => trace_id).sort()).toEqual([open, alive].sort());
    }
    const ofDone = 'SELECT step, gap_detected_at FROM awaited_step WHERE trace_id = $1';
    expect(await database.dataSource.query(ofDone, [done])).toEqual([
      { step: 'screening.result.recorded', gap_detected_at: null },
    ]);
  });

  it('awaits nothing of a result that is reported again after the chain that recorded it has left', async () => {
    const [first, again] = [newTrace(), newTrace()];
    at('2021-05-04T08:00:01Z');
    await record(
      entry(first, 'NVX-H', '2021-05-04T08:00:00Z'),
      delivered(first, 'screening.result.recorded.v1', '2021-05-04T08:00:01Z', { recordId: 'NVX-H' }),
    );
    at('2026-05-05T20:00:00Z');
    expect(await service.app.get(ForgetOldChains).run()).toBe(1);
    at('2026-05-05T20:00:01Z');
    await record(entry(again, 'NVX-H', '2026-05-05T20:00:00Z'));
    at('2026-05-05T21:00:00Z');
    await find();
    expect(await openOf(again)).toEqual([]);
    // Its child is deleted: then that goes too.
    await record(delivered(first, 'trace.forgotten.v1', '2026-05-05T21:00:00Z', { traceId: first }));
    expect(await database.dataSource.query(`SELECT FROM awaited_step WHERE about LIKE '%/NVX-H'`)).toEqual([]);
  });

  it('does not take for missing what lies in the queue after an outage of operations', async () => {
    const traceId = newTrace();
    at('2026-06-14T08:00:01Z');
    await record(entry(traceId, 'NVX-C', '2026-06-14T08:00:00Z'));
    let [passed, behind] = [0, 5_000];
    const partition = (topic: string) => ({ topic, partition: 0, passed, behind });
    const consumers = {
      of: async () => new Map([['operations', [partition('screening.v1'), partition('letters.v1')]]]),
    } as Pick<ConsumerProgress, 'of'> as ConsumerProgress;
    const later = { now: () => Temporal.Instant.from('2026-06-14T09:00:00Z') } as Clock;
    const { app } = service;
    const back = new FindGaps(app.get(UnitOfWork), app.get(AwaitedStepsStore), app.get(Outbox), consumers, later);
    expect(await back.run()).toBe(0);
    [passed, behind] = [4_999, 300];
    expect(await back.run()).toBe(0);
    [passed, behind] = [5_000, 299];
    await back.run();
    expect(await openOf(traceId)).toEqual(['screening.result.recorded']);
  });

  it('judges nobody while the broker is away, which is no failure, and fails when the broker is there and does not tell', async () => {
    at('2026-06-15T08:00:01Z');
    await record(entry(newTrace(), 'NVX-D', '2026-06-15T08:00:00Z'));
    let isThere = false;
    const silent = {
      of: () => Promise.reject(new Error('no answer')),
      brokerAnswers: async () => isThere,
    } as Pick<ConsumerProgress, 'of' | 'brokerAnswers'> as ConsumerProgress;
    const later = { now: () => Temporal.Instant.from('2026-06-15T09:00:00Z') } as Clock;
    const { app } = service;
    const cut = new FindGaps(app.get(UnitOfWork), app.get(AwaitedStepsStore), app.get(Outbox), silent, later);
    expect(await cut.run()).toBe(0);
    isThere = true;
    await expect(cut.run()).rejects.toThrow('no answer');
  });

  it('shows work that a service does not do, for as long as it does not do it', async () => {
    const watch = () => service.app.get(WatchWork).run();
    /** What the metric shows to whom it alarms. */
    const shownLate = async () => {
      const shown = await service.app.get(LateWorkMetric).look();
      return shown.filter(({ value }) => value === 1).map(({ attributes }) => Object.values(attributes).join(' '));
    };
    await watch();
    expect((await gaps()).lateWork).toEqual([]);
    waiting = { kind: 'raise-overdue', waiting: 3, oldestAgeSeconds: 901 };
    expect([await watch(), await watch()]).toEqual([1, 0]);
    expect((await gaps()).lateWork).toMatchObject([{ service: 'screening', kind: 'raise-overdue', waiting: 3 }]);
    expect(await shownLate()).toEqual(['screening raise-overdue']);
    waiting = { kind: 'raise-overdue', waiting: 0, oldestAgeSeconds: 0 };
    await watch();
    expect((await gaps()).lateWork).toEqual([]);
    expect(await shownLate()).toEqual([]);
    expect((await gaps('closed')).lateWork).toMatchObject([{ service: 'screening', closedAt: expect.any(String) }]);
  });
});
