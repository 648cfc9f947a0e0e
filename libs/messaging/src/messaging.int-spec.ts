import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { z } from 'zod';
import { defineEvent } from '#contracts/define-event.js';
import { RecordedSpans } from '#observability/recorded-spans.js';
import { Telemetry } from '#observability/telemetry.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { eventually } from '#testing/eventually.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import type { BatchContext } from './handling/batch-context.js';
import { connectHub } from './connect-hub.js';
import { ConsumerHealth } from './handling/consumer-health.js';
import { messagingMigrations } from './database/migrations.js';
import type { Delivery } from './events/delivery.js';
import { KeyBoundError } from './handling/key-bound-error.js';
import type { MessagingLimits } from './messaging.config.js';
import { MessageDesk } from './stopped/message-desk.js';
import { MessagingModule } from './messaging.module.js';
import { Outbox } from './outbox/outbox.js';
import type { OutgoingEvent } from './events/outgoing-event.js';
import { PoisonError } from './handling/poison-error.js';
import { SetAside } from './stopped/set-aside.js';
import { TransientError } from './handling/transient-error.js';

const ThingSchema = z.object({ nth: z.int() });
type Thing = z.infer<typeof ThingSchema>;
const define = (name: string, version = 1) =>
  defineEvent({
    name,
    version,
    topic: 'things.v1',
    owner: 'test',
    summary: '',
    schema: ThingSchema,
    example: { nth: 1 },
  });
const thingMade = define('thing.made');
const thingMended = define('thing.mended');

class Effects1795400000200 {
  readonly name = 'Effects1795400000200';
  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query('create table effect (id bigint generated always as identity, key text, type text, nth int)');
  }
  async down(): Promise<void> {}
}

/** What the handler does with a thing, set by each test. */
let behaviour: (delivery: Delivery<Thing>, context: BatchContext) => Promise<void> | void;
let batches: Delivery<Thing>[][] = [];
let outbox: Outbox;

async function handle(deliveries: Delivery<Thing>[], context: BatchContext): Promise<void> {
  batches.push(deliveries);
  for (const delivery of deliveries) {
    await behaviour(delivery, context);
    const { key, type, data } = delivery;
    await context.tx.query('insert into effect (key, type, nth) values ($1, $2, $3)', [key, type, data.nth]);
  }
}

@Controller()
class ThingMadeConsumer {
  @EventPattern<string>(thingMade.type)
  async made(@Payload() deliveries: Delivery<Thing>[], @Ctx() context: BatchContext): Promise<void> {
    await handle(deliveries, context);
  }
}

@Controller()
class ThingMendedConsumer {
  @EventPattern<string>(thingMended.type)
  async mended(@Payload() deliveries: Delivery<Thing>[], @Ctx() context: BatchContext): Promise<void> {
    await handle(deliveries, context);
  }
}

jest.setTimeout(30_000);

describe('From outbox to handler', () => {
  let database: TestDatabase;
  let broker: TestBroker;
  let unitOfWork: UnitOfWork;
  const apps: INestApplication[] = [];
  const spans = new RecordedSpans();

  beforeAll(async () => {
    await Telemetry.start({ service: 'things', processors: [spans.processor] });
    database = await testDatabase('messaging', [...messagingMigrations, Effects1795400000200], { poolSize: 20 });
    unitOfWork = new UnitOfWork(database.dataSource);
  });
  beforeEach(async () => {
    broker = testBroker();
    await broker.createTopics(['things.v1', 'operations.v1'], 3);
    behaviour = () => undefined;
    batches = [];
    spans.forget();
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await broker.close();
    await database.dataSource.query(
      'truncate outbox, inbox, consumer_in_flight, consumer_attempt, parked_key, parked_event, dead_letter, effect',
    );
  });
  afterAll(async () => {
    await database.drop();
    await Telemetry.stop();
  });

  async function start(limits: Partial<MessagingLimits> = {}): Promise<INestApplication> {
    @Module({
      imports: [
        MessagingModule.forService({
          service: 'things',
          consumes: [thingMade, thingMended],
          dataSource: database.dataSource,
          broker: broker.broker,
          topicPrefix: broker.topicPrefix,
          limits: { pollMs: 50, parkedRetryMs: 50, transientPatienceMs: 500, ...limits },
        }),
      ],
      controllers: [ThingMadeConsumer, ThingMendedConsumer],
    })
    class ThingsModule {}
    const app = await NestFactory.create(ThingsModule, { logger: false, abortOnError: false });
    apps.push(app);
    connectHub(app);
    await app.init();
    await app.startAllMicroservices();
    outbox = app.get(Outbox);
    return app;
  }

  function thing(key: string, nth: number, options: Partial<OutgoingEvent> = {}): OutgoingEvent {
    return {
      contract: thingMade,
      key,
      municipality: 'K1',
      time: '2027-03-01T09:00:00Z',
      data: { nth },
      traceparent: null,
      ...options,
    };
  }
  const publish = (...events: OutgoingEvent[]) => unitOfWork.run((tx) => outbox.append(tx, events));
  const query = (sql: string, params: unknown[] = []) => database.dataSource.query(sql, params);
  const effects = async (key: string) =>
    (await query('select nth from effect where key = $1 order by id', [key])).map(({ nth }: { nth: number }) => nth);
  const sendRaw = (headers: Record<string, string>, value: string, key = 'raw') =>
    broker.broker.send([{ topic: `${broker.topicPrefix}things.v1`, key, headers, value }]);
  const envelope = (type: string, more: Record<string, string> = {}) => ({
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: type,
    ce_source: '/test',
    ce_time: '2027-03-01T09:00:00Z',
    ce_partitionkey: 'raw',
    ce_municipality: 'K1',
    ...more,
  });
  const published = async (type: string) =>
    (await query('select data, key from outbox where type = $1 order by sequence', [type])).map(
      (row: { data: string; key: string }) => ({ key: row.key, ...JSON.parse(row.data) }),
    );

  it('handles every event once, in the order of its key, consecutive ones of a type together', async () => {
    await start();
    const events = Array.from({ length: 300 }, (_, nth) => thing(`key-${nth % 7}`, nth));
    await publish(...events);
    await publish(thing('key-0', 300, { contract: thingMended }));
    await eventually(async () => expect((await query('select from effect')).length).toBe(301));
    for (let k = 0; k < 7; k += 1) {
      const expected = events.map(({ data }) => (data as Thing).nth).filter((nth) => nth % 7 === k);
      expect(await effects(`key-${k}`)).toEqual(k === 0 ? [...expected, 300] : expected);
    }
    expect(Math.max(...batches.map(({ length }) => length))).toBeGreaterThan(20);
    expect(batches.every((batch) => new Set(batch.map(({ type }) => type)).size === 1)).toBe(true);
  });

  it('gives the handler the whole envelope and one trace to pass on', async () => {
    await start();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const id = randomUUID();
    await publish(thing('a', 1, { id, traceparent, subject: 'a', causationId: 'cause' }));
    const delivery = await eventually(() => {
      expect(batches).toHaveLength(1);
      return batches[0]![0]!;
    });
    expect(delivery).toMatchObject({
      eventId: id,
      type: 'thing.made.v1',
      key: 'a',
      subject: 'a',
      municipality: 'K1',
      time: '2027-03-01T09:00:00Z',
      data: { nth: 1 },
      causationId: 'cause',
      topic: `${broker.topicPrefix}things.v1`,
    });
    expect(delivery.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
  });

  it('handles an event that is delivered twice only once, also within one batch', async () => {
    await start();
    const headers = envelope('thing.made.v1');
    for (let nth = 0; nth < 3; nth += 1) await sendRaw(headers, '{"nth":1}');
    await sendRaw(envelope('thing.made.v1'), '{"nth":2}');
    await eventually(async () => expect(await effects('raw')).toEqual([1, 2]));
  });

  it('publishes what a handler says with the same transaction, and nothing of one that failed', async () => {
    let tries = 0;
    behaviour = async ({ key, data, traceparent }, { tx }) => {
      if (key !== 'a') return;
      await outbox.append(tx, [thing('b', data.nth, { traceparent })]);
      tries += 1;
      if (tries === 1) throw new Error('after the append');
    };
    await start();
    await publish(thing('a', 1));
    await eventually(async () => expect(await effects('b')).toEqual([1]));
    expect(await effects('a')).toEqual([1]);
    expect(await published('thing.made.v1')).toHaveLength(2);
  });

  it('parks the child that is refused and its later events in order, while others flow; a release lets them go on', async () => {
    let refused = true;
    behaviour = ({ key, data }) => {
      if (refused && key === 'sick' && data.nth === 1) throw new KeyBoundError('UNKNOWN_CHILD');
    };
    await start();
    await publish(thing('sick', 1), thing('well', 1), thing('sick', 2));
    await eventually(async () => expect(await effects('well')).toEqual([1]));
    await publish(thing('sick', 3), thing('well', 2));
    await eventually(async () => expect((await query('select from parked_event')).length).toBe(3));
    await eventually(async () => expect(await effects('well')).toEqual([1, 2]));
    expect(await effects('sick')).toEqual([]);
    const [parked] = await query('select * from parked_key');
    expect(parked).toMatchObject({ key: 'sick', error_class: 'key_bound', code: 'UNKNOWN_CHILD', retry_at: null });
    expect(await published('message.parked.v1')).toMatchObject([
      {
        key: 'sick',
        service: 'things',
        consumer: `${broker.topicPrefix}things`,
        code: 'UNKNOWN_CHILD',
        errorClass: 'key_bound',
      },
    ]);
    refused = false;
    await query('update parked_key set retry_at = now()');
    await eventually(async () => expect(await effects('sick')).toEqual([1, 2, 3]));
    await eventually(async () => expect(await query('select from parked_key')).toEqual([]));
    await publish(thing('sick', 4));
    await eventually(async () => expect(await effects('sick')).toEqual([1, 2, 3, 4]));
  });

  it('goes on in order behind an event that was set aside, and takes that one back by a replay once it can be handled', async () => {
    let refused = true;
    behaviour = ({ key, data }) => {
      if (refused && key === 'sick' && data.nth === 1) throw new KeyBoundError('NEVER_KNOWN');
    };
    const app = await start();
    await publish(thing('sick', 1), thing('sick', 2), thing('sick', 3));
    await eventually(async () => expect((await query('select from parked_event')).length).toBe(3));
    const clerk = { actor: 'staff:o1 as ops_operator', municipality: 'K1' };
    const plan = { key: 'sick', reason: 'can never be handled' };
    const planned = await app.get(SetAside).run(clerk, { ...plan, dryRun: true });
    expect(planned).toMatchObject({ code: 'NEVER_KNOWN', behind: 2 });
    const { deadLetterId } = await app.get(SetAside).run(clerk, { ...plan, eventId: planned.eventId, dryRun: false });
    await eventually(async () => expect(await query('select from parked_key')).toEqual([]));
    expect(await effects('sick')).toEqual([2, 3]);
    refused = false;
    const replay = { selection: { ids: [deadLetterId!] }, reason: 'known now', dryRun: false };
    await app.get(MessageDesk).act(clerk, 'replay', replay);
    await eventually(async () => expect(await effects('sick')).toEqual([2, 3, 1]));
  });

  it('waits for a dependency that is away for a moment', async () => {
    let away = 5;
    behaviour = ({ key }) => {
      if (key === 'far' && away-- > 0) throw new TransientError('REGISTER_UNREACHABLE');
    };
    await start({ transientPatienceMs: 60_000 });
    await publish(thing('far', 1), thing('far', 2));
    await eventually(async () => expect(await effects('far')).toEqual([1, 2]));
    expect(await published('message.parked.v1')).toEqual([]);
    expect(await query('select from consumer_attempt')).toEqual([]);
  });

  it('parks the child whose dependency stays away, and tries again by itself', async () => {
    let away = 10;
    behaviour = ({ key }) => {
      if (key === 'far' && away-- > 0) throw new TransientError('REGISTER_UNREACHABLE');
    };
    await start({ transientPatienceMs: 50 });
    await publish(thing('far', 1), thing('far', 2), thing('near', 1));
    await eventually(async () => expect(await effects('far')).toEqual([1, 2]), { within: 20_000 });
    expect(await published('message.parked.v1')).toMatchObject([
      { errorClass: 'transient', code: 'REGISTER_UNREACHABLE' },
    ]);
    expect(await effects('near')).toEqual([1]);
  }, 30_000);

  it('puts an event down in order when it ends while it waits for a dependency', async () => {
    behaviour = () => {
      throw new TransientError('REGISTER_UNREACHABLE');
    };
    const app = await start({ transientPatienceMs: 60_000 });
    await publish(thing('far', 1));
    await eventually(async () =>
      expect(await query('select unfinished from consumer_attempt')).toEqual([{ unfinished: 1 }]),
    );
    await app.close();
    expect(await query('select unfinished from consumer_attempt')).toEqual([{ unfinished: 0 }]);
    behaviour = () => undefined;
    await start();
    await eventually(async () => expect(await effects('far')).toEqual([1]));
  });

  it('parks the child of an event that meets a bug, and stays alive', async () => {
    behaviour = ({ key }) => {
      if (key === 'odd') (undefined as unknown as { call(): void }).call();
    };
    const app = await start();
    await publish(thing('odd', 1), thing('even', 1));
    await eventually(async () =>
      expect(await query('select code, attempts from parked_key')).toEqual([{ code: 'TYPE_ERROR', attempts: 3 }]),
    );
    await publish(thing('even', 2));
    await eventually(async () => expect(await effects('even')).toEqual([1, 2]));
    expect(app.get(ConsumerHealth).state()).toEqual({ alive: true, troubles: [] });
    const [{ error }] = await query('select error from parked_key');
    expect(error.errorName).toBe('TypeError');
    expect(JSON.stringify(error)).not.toContain('reading');
  });

  it('buries what nobody can ever handle at once, tells operations, and goes on with the neighbours', async () => {
    behaviour = ({ key }) => {
      if (key === 'toxic') throw new PoisonError('NEVER');
    };
    await start();
    await publish(thing('a', 1));
    await sendRaw(envelope('thing.made.v1'), '{"nth":');
    await sendRaw(envelope('thing.made.v1'), '{"nth":"one"}');
    await sendRaw(envelope('thing.unheard.of.v1'), '{}');
    await sendRaw(envelope('thing.made.v2'), '{}');
    await sendRaw({ ce_type: 'thing.made.v1' }, 'hello');
    await sendRaw({}, 'hello');
    await sendRaw({}, 'hello');
    await publish(thing('toxic', 1), thing('a', 2));
    await eventually(async () => expect(await effects('a')).toEqual([1, 2]));
    await eventually(async () => expect((await query('select from dead_letter')).length).toBe(8));
    const letters = await query('select code, error_class, error from dead_letter order by code');
    expect(letters.map(({ code }: { code: string }) => code)).toEqual([
      'CONTRACT_BROKEN',
      'DATA_UNPARSABLE',
      'ENVELOPE_INVALID',
      'ENVELOPE_INVALID',
      'ENVELOPE_INVALID',
      'NEVER',
      'TYPE_UNKNOWN',
      'VERSION_UNKNOWN',
    ]);
    expect(letters[0].error).toMatchObject({ errorName: 'PoisonError', place: 'nth' });
    expect(await published('message.dead_lettered.v1')).toHaveLength(8);
    expect((await query('select from parked_key')).length).toBe(0);
  });

  it('passes quietly over known events that it does not hear', async () => {
    const app = await start();
    const registered = envelope('child.registered.v1');
    await sendRaw(registered, '{"anything": true}');
    await publish(thing('a', 1));
    await eventually(async () => expect(await effects('a')).toEqual([1]));
    expect(await query('select from dead_letter')).toEqual([]);
    expect(app.get(ConsumerHealth).state().alive).toBe(true);
  });

  it('replays a dead letter with its id and its trace once the fault is mended, behind the ones before it', async () => {
    let broken = true;
    behaviour = ({ key }) => {
      if (broken && key === 'toxic') throw new PoisonError('NEVER');
    };
    await start();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await publish(thing('toxic', 1, { traceparent }), thing('toxic', 2), thing('toxic', 3));
    await eventually(async () => expect((await query('select from dead_letter')).length).toBe(3));
    await query(`update dead_letter set state = 'queued'`);
    await eventually(async () =>
      expect(await query('select state, attempts from dead_letter order by position')).toMatchObject([
        { state: 'open', attempts: 2 },
        { state: 'open', attempts: 1 },
        { state: 'open', attempts: 1 },
      ]),
    );
    broken = false;
    batches = [];
    await query(`update dead_letter set state = 'queued'`);
    await eventually(async () => expect(await effects('toxic')).toEqual([1, 2, 3]));
    expect(batches[0]![0]!.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
    await eventually(async () =>
      expect(await query(`select from dead_letter where state = 'replayed'`)).toHaveLength(3),
    );
    await query(`update dead_letter set state = 'queued'`);
    await eventually(async () => expect(await query(`select from dead_letter where state = 'queued'`)).toHaveLength(0));
  });

  it('gives a hung handler up, lets other partitions flow, and keeps it from its ended transaction', async () => {
    const hang = Promise.withResolvers<void>();
    const late: string[] = [];
    behaviour = async ({ key }, { tx }) => {
      if (key !== 'hung') return;
      await hang.promise;
      await tx
        .query(`insert into effect (key, nth) values ('hung', 99)`)
        .catch((error: Error) => late.push(error.message));
    };
    await start({ handlerTimeoutMs: 1_000, parkedRetryMs: 60_000 });
    await publish(thing('hung', 1));
    await publish(...Array.from({ length: 30 }, (_, nth) => thing(`key-${nth}`, nth)));
    await eventually(async () => expect((await query('select from effect')).length).toBe(30), { within: 30_000 });
    await eventually(
      async () => expect(await query('select code from parked_key')).toEqual([{ code: 'HANDLER_TIMEOUT' }]),
      { within: 30_000 },
    );
    hang.resolve();
    await eventually(() => expect(late.length).toBeGreaterThan(0));
    expect(new Set(late)).toEqual(new Set(['The transaction has ended']));
    expect(await effects('hung')).toEqual([]);
  });

  it('keeps one trace, each step the child of the one before, through sending, parking and replay', async () => {
    let refusal: Error | null = new KeyBoundError('NOT_YET');
    behaviour = async ({ traceparent }, { tx }) => {
      if (refusal) throw refusal;
      await outbox.append(tx, [thing('traced', 2, { traceparent, contract: thingMended })]);
    };
    await start();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await publish(thing('traced', 1, { traceparent }));
    await eventually(async () => expect(await query('select from parked_key')).toHaveLength(1));
    refusal = new PoisonError('NEVER');
    await query('update parked_key set retry_at = now()');
    await eventually(async () => expect(await query('select from dead_letter')).toHaveLength(1));
    refusal = null;
    behaviour = async ({ type, traceparent: own }, { tx }) => {
      if (type === thingMade.type) {
        await outbox.append(tx, [thing('traced', 2, { traceparent: own, contract: thingMended })]);
      }
    };
    await query(`update dead_letter set state = 'queued'`);
    await eventually(async () => expect(await effects('traced')).toEqual([1, 2]));
    const tree = await eventually(() => {
      const ended = spans.finished().filter(({ name }) => name.includes('thing'));
      expect(ended.filter(({ name }) => name === 'process thing.mended.v1')).toHaveLength(1);
      return ended;
    });
    const nameOf = new Map(tree.map((span) => [span.spanContext().spanId, span.name]));
    const edges = tree.map((span) => `${nameOf.get(span.parentSpanContext!.spanId) ?? 'the request'} > ${span.name}`);
    expect(new Set(edges)).toEqual(
      new Set([
        'the request > publish thing.made.v1',
        'publish thing.made.v1 > process thing.made.v1',
        'process thing.made.v1 > publish thing.mended.v1',
        'publish thing.mended.v1 > process thing.mended.v1',
      ]),
    );
    expect(new Set(tree.map((span) => span.spanContext().traceId))).toEqual(
      new Set(['0af7651916cd43dd8448eb211c80319c']),
    );
    const told = spans.finished().map(({ name }) => name);
    expect(told).toContain('publish message.parked.v1');
    expect(told).toContain('publish message.dead_lettered.v1');
  });

  it('recovers alone when the database cuts all its connections, again and again', async () => {
    await start();
    const cut = () =>
      query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    for (let round = 0; round < 10; round += 1) {
      await eventually(() => publish(...Array.from({ length: 10 }, (_, n) => thing(`key-${n}`, round))));
      await eventually(cut);
    }
    await eventually(async () => expect(await query('select from effect')).toHaveLength(100), { within: 30_000 });
    for (let n = 0; n < 10; n += 1) expect(await effects(`key-${n}`)).toEqual([...Array(10).keys()]);
    expect(await query('select from parked_key')).toEqual([]);
    expect(await query('select from dead_letter')).toEqual([]);
  }, 60_000);

  it('says that it is stuck when a step never ends, and that it is well again when it has', async () => {
    const hang = Promise.withResolvers<void>();
    behaviour = () => hang.promise;
    const app = await start({ stuckMs: 100, handlerTimeoutMs: 60_000 });
    await publish(thing('a', 1));
    const health = app.get(ConsumerHealth);
    await eventually(() => expect(health.state()).toEqual({ alive: false, troubles: ['STUCK'] }));
    hang.resolve();
    await eventually(() => expect(health.state()).toEqual({ alive: true, troubles: [] }));
  });

  it('takes envelopes with characters that no table takes for dead letters, and goes on', async () => {
    await start();
    await sendRaw(envelope('thing.made.v1', { ce_partitionkey: 'a\0b' }), '{"nth":1}');
    await sendRaw(envelope('thing.made.v1', { ce_subject: 'Anna\0', 'x-note': '\0' }), '\0');
    await sendRaw(envelope('thing.made.v1', { ce_recordedtime: '2026-02-31T00:00:00Z' }), '{"nth":3}');
    await eventually(async () => expect(await effects('raw')).toEqual([3]));
    expect(await query('select code, key from dead_letter')).toEqual([
      { code: 'ENVELOPE_INVALID', key: 'unknown' },
      { code: 'ENVELOPE_INVALID', key: 'raw' },
    ]);
  });

  it('finds the event that kills the process, buries it, and handles its neighbours', async () => {
    const events = Array.from({ length: 10 }, (_, nth) => thing('a', nth, { id: randomUUID() }));
    await start();
    await publish(...events);
    await eventually(async () => expect((await query('select from effect')).length).toBe(10));
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await query('truncate effect, inbox');
    const killer = events[4]!.id;
    await query(`update consumer_in_flight set process = gen_random_uuid()`);
    await broker.close();
    broker = testBroker();
    await broker.createTopics(['things.v1', 'operations.v1'], 1);
    const consumer = `${broker.topicPrefix}things`;
    await query(`insert into consumer_attempt values ($1, $2, 3, 3)`, [consumer, killer]);
    await query(`insert into consumer_in_flight values ($1, $2, 0, gen_random_uuid(), 9, now())`, [
      consumer,
      `${broker.topicPrefix}things.v1`,
    ]);
    await query('update outbox set sent_at = null');
    await start({ crashAttempts: 3 });
    await eventually(async () => expect(await effects('a')).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9]));
    expect(await query('select event_id, code, error_class from dead_letter')).toEqual([
      { event_id: killer, code: 'CRASHED_THE_PROCESS', error_class: 'poison' },
    ]);
    expect(await query('select from consumer_attempt')).toEqual([]);
  });

  it('refuses to start without a handler for what it consumes, or when Nest would hide the errors', async () => {
    @Module({
      imports: [
        MessagingModule.forService({
          service: 'things',
          consumes: [thingMade, thingMended],
          dataSource: database.dataSource,
          broker: broker.broker,
          topicPrefix: broker.topicPrefix,
        }),
      ],
      controllers: [ThingMadeConsumer],
    })
    class HalfModule {}
    const app = await NestFactory.create(HalfModule, { logger: false, abortOnError: false });
    apps.push(app);
    connectHub(app);
    await app.init();
    await expect(app.startAllMicroservices()).rejects.toThrow('No handler for consumed events: thing.mended.v1');
  });

  it('shares the work among instances, and nothing is lost or doubled when they come and go', async () => {
    await start();
    const all: OutgoingEvent[] = [];
    for (let round = 0; round < 20; round += 1) {
      const events = Array.from({ length: 20 }, (_, n) => thing(`key-${n}`, round));
      all.push(...events);
      await publish(...events);
      if (round === 5) await start();
      if (round === 9) await start();
      if (round === 14) await apps.splice(0, 1)[0]!.close();
    }
    await eventually(async () => expect((await query('select from effect')).length).toBe(all.length), {
      within: 30_000,
    });
    for (let n = 0; n < 20; n += 1) expect(await effects(`key-${n}`)).toEqual([...Array(20).keys()]);
  }, 60_000);
});
