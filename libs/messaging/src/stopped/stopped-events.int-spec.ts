import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '#contracts/define-event.js';
import type { EventContract } from '#contracts/event-contract.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { eventually } from '#testing/eventually.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { AttemptsStore } from '../handling/attempts.store.js';
import { BatchProcessor } from '../handling/batch-processor.js';
import { messagingMigrations } from '../database/migrations.js';
import { DeadLetterReplaysJob } from './dead-letter-replays.job.js';
import { DeadLetterStore } from './dead-letter.store.js';
import type { Delivery } from '../events/delivery.js';
import { EventHandlers } from '../handling/event-handlers.js';
import { ForgottenKeys } from '../deletion/forgotten-keys.js';
import { HandleAgain } from './handle-again.js';
import { InboxStore } from '../handling/inbox.store.js';
import { KeyBoundError } from '../handling/key-bound-error.js';
import { defaultLimits, type MessagingLimits } from '../messaging.config.js';
import { ParcelReader } from '../events/open-parcel.js';
import { Outbox } from '../outbox/outbox.js';
import { ParkedChildrenJob } from './parked-children.job.js';
import { ParkingStore } from './parking.store.js';
import { PoisonError } from '../handling/poison-error.js';
import { Setbacks } from './setbacks.js';

const consumer = 'hub.things';
const define = (version: number, schema = z.object({ nth: z.int() })): EventContract<any> =>
  defineEvent({
    name: 'thing.made',
    version,
    topic: 'things.v1',
    owner: 'test',
    summary: '',
    schema,
    example: { nth: 0 },
  });
const first = [define(1)];
/** What an older version took for whole; the newer ones allow more. */
const narrow = [define(1, z.object({ nth: z.int().max(0) }))];
const second = [define(1), define(2)];

/** Counts how often an instance has looked at a key. */
class CountedParking extends ParkingStore {
  claims = 0;

  override claim(tx: Tx, key: string): Promise<boolean> {
    this.claims += 1;
    return super.claim(tx, key);
  }
}

/** Everything an instance of a service consumes with, but for the broker. */
interface Instance {
  processor: BatchProcessor;
  parking: CountedParking;
  parked: ParkedChildrenJob;
  replays: DeadLetterReplaysJob;
  /** How many events each transaction handled that did not fail. */
  handled: number[];
}

describe('An event that was stopped', () => {
  let database: TestDatabase;
  const jobs: { stop(): Promise<void> }[] = [];
  const query = (sql: string, params: unknown[] = []) => database.dataSource.query(sql, params);

  beforeAll(async () => {
    database = await testDatabase('stopped', messagingMigrations, { poolSize: 20 });
    await query('create table effect (key text, nth int)');
  });
  afterEach(async () => {
    await Promise.all(jobs.splice(0).map((job) => job.stop()));
    await query(
      'truncate outbox, inbox, consumer_in_flight, consumer_attempt, parked_key, parked_event, dead_letter, effect',
    );
  });
  afterAll(() => database.drop());

  /** An instance of a version that knows these contracts. */
  function instance(
    known: readonly EventContract<any>[],
    behaviour: (delivery: Delivery) => Promise<void> | void = () => undefined,
    { heard = known, ...changed }: Partial<MessagingLimits> & { heard?: readonly EventContract<any>[] } = {},
  ): Instance {
    const { dataSource } = database;
    const limits = { ...defaultLimits, pollMs: 10, parkedRetryMs: 10, parkedRetryMaxMs: 10, ...changed };
    const unitOfWork = new UnitOfWork(dataSource);
    const reader = new ParcelReader(known, new Set(heard.map(({ type }) => type)));
    const handled: number[] = [];
    const handler = async (deliveries: Delivery<{ nth: number }>[], { tx }: any) => {
      for (const delivery of deliveries) {
        await behaviour(delivery);
        await tx.query('insert into effect values ($1, $2)', [delivery.key, delivery.data.nth]);
      }
      handled.push(deliveries.length);
    };
    const forgotten = new ForgottenKeys();
    const handlers = new EventHandlers(new Map(known.map(({ type }) => [type, [handler as any]])), consumer, forgotten);
    const inbox = new InboxStore(consumer);
    const attempts = new AttemptsStore(consumer, dataSource);
    const parking = new CountedParking(consumer);
    const letters = new DeadLetterStore(consumer);
    const now = () => '2027-03-01T09:00:00Z';
    const outbox = new Outbox();
    const setbacks = new Setbacks({
      service: 'things',
      consumer,
      reader,
      inbox,
      parking,
      letters,
      forgotten,
      outbox,
      now,
    });
    const again = new HandleAgain({ consumer, unitOfWork, reader, handlers, attempts, forgotten, limits });
    const parts = {
      consumer,
      dataSource,
      unitOfWork,
      reader,
      handlers,
      again,
      inbox,
      attempts,
      parking,
      letters,
      forgotten,
      setbacks,
    };
    const shared = { ...parts, limits };
    const parked = new ParkedChildrenJob(shared);
    const replays = new DeadLetterReplaysJob(shared);
    jobs.push(parked, replays);
    return { processor: new BatchProcessor(shared), parking, parked, replays, handled };
  }

  let offset = 0;
  function message(version: number, more: Record<string, string> = {}, value = '{"nth":1}') {
    const headers = {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_type: `thing.made.v${version}`,
      ce_time: '2027-03-01T09:00:00Z',
      ce_recordedtime: '2027-03-01T09:00:01Z',
      ce_partitionkey: 'child',
      ce_municipality: 'K1',
      ...more,
    };
    return { offset: (offset += 1), key: 'child', headers, value: Buffer.from(value) };
  }
  const send = ({ processor }: Instance, ...messages: ReturnType<typeof message>[]) =>
    processor.receive({
      topic: 'hub.things.v1',
      partition: 0,
      messages,
      signal: new AbortController().signal,
    } as any);
  const effects = async () => (await query('select nth from effect')).map(({ nth }: { nth: number }) => nth);
  const letters = () => query('select code, state from dead_letter');

  it.each([
    ['of an unknown version', 'VERSION_UNKNOWN', first, message(2)],
    ['that breaks its contract', 'CONTRACT_BROKEN', narrow, message(1)],
    ['whose id is written in capitals', 'VERSION_UNKNOWN', first, message(2, { ce_id: randomUUID().toUpperCase() })],
    ['that does not say when it was stored', 'VERSION_UNKNOWN', first, message(2, { ce_recordedtime: '' })],
  ])('%s is handled once after an upgrade, though the broker delivers it again', async (_case, code, older, event) => {
    await send(instance(older), event);
    expect(await letters()).toEqual([{ code, state: 'open' }]);
    const upgraded = instance(second);
    await send(upgraded, event);
    expect(await effects()).toEqual([]);
    await query(`update dead_letter set state = 'queued'`);
    upgraded.replays.start();
    await eventually(async () => expect(await letters()).toEqual([{ code, state: 'replayed' }]));
    await send(upgraded, event);
    expect(await effects()).toEqual([1]);
  });

  it('by its child is told of once it is what fails, and has tries of its own', async () => {
    let mended = 0;
    const one = instance(first, ({ data }: Delivery<any>) => {
      if (data.nth > mended) throw new KeyBoundError('UNKNOWN_CHILD');
    });
    const [a, b] = [message(1), message(1, {}, '{"nth":2}')];
    const release = () => query('update parked_key set attempts = 7, retry_at = now()');
    const told = async () =>
      (await query(`select data::jsonb as data from outbox where type = 'message.parked.v1' order by sequence`)).map(
        ({ data: { eventId, attempts } }: any) => [eventId, attempts],
      );
    await send(one, a, b);
    expect(await told()).toEqual([[a.headers.ce_id, 1]]);
    mended = 1;
    await release();
    one.parked.start();
    await eventually(async () =>
      expect(await told()).toEqual([
        [a.headers.ce_id, 1],
        [b.headers.ce_id, 1],
      ]),
    );
    expect(await query('select attempts, retry_at from parked_key')).toEqual([{ attempts: 1, retry_at: null }]);
    await release();
    await eventually(async () => expect(await query('select attempts from parked_key')).toEqual([{ attempts: 8 }]));
    expect(await told()).toHaveLength(2);
  });

  it('by nobody, but handled by the newer version, is no dead letter when the older one is given it again', async () => {
    const event = message(2);
    await send(instance(second), event);
    await send(instance(first), event);
    expect(await letters()).toEqual([]);
    expect(await effects()).toEqual([1]);
  });

  it.each([
    ['with a header whose name no table takes', { ce_id: 'no-uuid', 'na\0me': 'x' }],
    ['with a header whose value no table takes', { ce_id: 'no-uuid', name: 'x\0' }],
  ])('%s is a dead letter, and does not hold up its partition', async (_case, headers) => {
    await send(instance(first), message(1, headers), message(1));
    expect(await letters()).toEqual([{ code: 'ENVELOPE_INVALID', state: 'open' }]);
    expect(await effects()).toEqual([1]);
  });

  it('of a year that no table takes is handled', async () => {
    await send(instance(first), message(1, { ce_recordedtime: '0000-01-01T00:00:00Z' }));
    expect(await effects()).toEqual([1]);
  });

  it('without an id of its own is one dead letter, however often it comes', async () => {
    const event = message(1, { ce_id: 'no-uuid' });
    const one = instance(first);
    await send(one, event);
    await send(one, event);
    expect(await letters()).toEqual([{ code: 'ENVELOPE_INVALID', state: 'open' }]);
  });

  it('is kept, each of several, though all say the same id, which is no id of an event', async () => {
    const one = instance(first);
    await send(one, message(1, { ce_id: '1' }), message(1, { ce_id: '1' }, '{"nth":2}'));
    expect(await letters()).toHaveLength(2);
  });

  it('by its child, whose id has no version, is a dead letter and does not hold up its partition', async () => {
    const one = instance(first, ({ data }: Delivery<any>) => {
      if (data.nth === 1) throw new KeyBoundError('UNKNOWN_CHILD');
    });
    await send(one, message(1, { ce_id: '11111111-1111-1111-1111-111111111111' }), message(1, {}, '{"nth":2}'));
    expect(await letters()).toEqual([{ code: 'ENVELOPE_INVALID', state: 'open' }]);
  });

  it('by its child, and that an older version cannot read, leaves the queue as a dead letter', async () => {
    await send(
      instance(second, () => {
        throw new KeyBoundError('UNKNOWN_CHILD');
      }),
      message(2),
      message(1, {}, '{"nth":2}'),
    );
    await query('update parked_key set retry_at = now()');
    instance(first).parked.start();
    await eventually(async () => expect(await query('select from parked_key')).toEqual([]));
    expect(await letters()).toEqual([{ code: 'VERSION_UNKNOWN', state: 'open' }]);
    expect(await effects()).toEqual([2]);
  });

  it('by its child, and that an older version knows and does not handle, waits for the newer one as a dead letter', async () => {
    await send(
      instance(second, () => {
        throw new KeyBoundError('UNKNOWN_CHILD');
      }),
      message(2),
    );
    const older = instance(second, undefined, { heard: first });
    await query('update parked_key set retry_at = now()');
    older.parked.start();
    await eventually(async () => expect(await query('select from parked_key')).toEqual([]));
    expect(await letters()).toEqual([{ code: 'TYPE_NOT_HEARD', state: 'open' }]);
    await query(`update dead_letter set state = 'queued'`);
    older.replays.start();
    await eventually(async () => expect(await letters()).toEqual([{ code: 'TYPE_NOT_HEARD', state: 'open' }]));
    await older.replays.stop();
    await query(`update dead_letter set state = 'queued'`);
    instance(second).replays.start();
    await eventually(async () => expect(await letters()).toEqual([{ code: 'TYPE_NOT_HEARD', state: 'replayed' }]));
    expect(await effects()).toEqual([1]);
  });

  it('and replayed to the end of its parked child, and that dies there, is a dead letter again and not lost', async () => {
    const stubborn = instance(first, () => {
      throw new KeyBoundError('UNKNOWN_CHILD');
    });
    await send(stubborn, message(1), message(2));
    const upgraded = instance(second, ({ type }) => {
      if (type === 'thing.made.v2') throw new PoisonError('NEVER_POSSIBLE');
    });
    await query(`update dead_letter set state = 'queued'`);
    upgraded.replays.start();
    await eventually(async () => expect(await letters()).toEqual([{ code: 'VERSION_UNKNOWN', state: 'replayed' }]));
    await query('update parked_key set retry_at = now()');
    upgraded.parked.start();
    await eventually(async () => expect(await query('select from parked_key')).toEqual([]));
    expect(await effects()).toEqual([1]);
    expect(await letters()).toEqual([{ code: 'NEVER_POSSIBLE', state: 'open' }]);
    expect(await query(`select from outbox where type = 'message.dead_lettered.v1'`)).toHaveLength(2);
  });

  it('and has no key that can be read does not keep others without one from their turn when its replay fails', async () => {
    const one = instance(first);
    await send(one, message(1, { ce_partitionkey: '' }), message(1, { ce_partitionkey: '' }));
    await query(`update dead_letter set state = 'queued'`);
    one.replays.start();
    await eventually(async () =>
      expect(await query('select key, state, attempts from dead_letter')).toEqual([
        { key: 'unknown', state: 'open', attempts: 2 },
        { key: 'unknown', state: 'open', attempts: 2 },
      ]),
    );
  });

  it('and replayed elsewhere in the meantime stays replayed when this replay fails late', async () => {
    await send(instance(first), message(2), message(2));
    await query(`update dead_letter set state = 'queued'`);
    const [{ id }] = await query('select id from dead_letter order by position');
    const store = new DeadLetterStore(consumer);
    const unitOfWork = new UnitOfWork(database.dataSource);
    const taken = await unitOfWork.run((tx) => store.take(tx, id));
    await unitOfWork.run((tx) => store.replayed(tx, id));
    const late = { errorClass: 'transient', code: 'AWAY' } as const;
    expect(await unitOfWork.run((tx) => store.failedAgain(tx, taken!, late, {}))).toBe(false);
    expect((await letters()).map(({ state }: { state: string }) => state).sort()).toEqual(['queued', 'replayed']);
  });

  it('and kills the process at each replay is open again after so many crashes, and not tried once more', async () => {
    const event = message(2);
    await send(instance(first), event);
    await query(`insert into consumer_attempt values ($1, $2, 3, 3)`, [consumer, event.headers.ce_id]);
    await query(`update dead_letter set state = 'queued'`);
    instance(second, undefined, { crashAttempts: 3 }).replays.start();
    await eventually(async () => expect(await letters()).toEqual([{ code: 'CRASHED_THE_PROCESS', state: 'open' }]));
    expect(await effects()).toEqual([]);
    expect(await query('select from consumer_attempt')).toEqual([]);
  });

  it('and is handled slowly by one instance is not taken by another for one that kills processes', async () => {
    let refused = true;
    const slow = Promise.withResolvers<void>();
    const inHand = Promise.withResolvers<void>();
    const behaviour = async () => {
      if (refused) throw new KeyBoundError('UNKNOWN_CHILD');
      inHand.resolve();
      await slow.promise;
    };
    const limits = { crashAttempts: 3 };
    const one = instance(first, behaviour, limits);
    await send(one, message(1));
    refused = false;
    await query('update parked_key set retry_at = now()');
    one.parked.start();
    await inHand.promise;
    const other = instance(first, behaviour, limits);
    other.parked.start();
    await eventually(() => expect(other.parking.claims).toBeGreaterThan(10));
    slow.resolve();
    await eventually(async () => expect(await query('select from parked_key')).toEqual([]));
    expect(await letters()).toEqual([]);
    expect(await effects()).toEqual([1]);
  });

  describe('among many neighbours', () => {
    const hundred = () => Array.from({ length: 100 }, (_, nth) => message(1, {}, `{"nth":${nth}}`));
    const inOrder = Array.from({ length: 100 }, (_, nth) => nth);
    const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
    /** A process died with these in hand. */
    const died = (...messages: ReturnType<typeof message>[]) =>
      query(
        `insert into consumer_in_flight (consumer, topic, partition, process, first_offset, last_offset, started_at)
         values ($1, 'hub.things.v1', 0, gen_random_uuid(), $2, $3, now())`,
        [consumer, messages[0]!.offset, messages.at(-1)!.offset],
      );

    it('that were in hand at a death is looked for in parts of twenty', async () => {
      const messages = hundred();
      await died(...messages);
      const one = instance(first);
      expect(await send(one, ...messages)).toBe(messages.at(-1)!.offset + 1);
      expect(one.handled).toEqual([20, 20, 20, 20, 20]);
      expect(await effects()).toEqual(inOrder);
    });

    it('is looked for singly only where few were in hand at a death', async () => {
      const messages = hundred();
      await died(...messages.slice(40, 60));
      const one = instance(first);
      await send(one, ...messages);
      expect(one.handled).toEqual([40, ...ones(20), 40]);
      expect(await effects()).toEqual(inOrder);
    });

    it('that an older version left in hand, which says only the end, is looked for from the beginning', async () => {
      const messages = hundred();
      await died(...messages.slice(0, 50));
      await query('update consumer_in_flight set first_offset = null');
      const one = instance(first);
      await send(one, ...messages);
      expect(one.handled).toEqual([20, 20, 10, 50]);
      expect(await effects()).toEqual(inOrder);
    });

    it('and is refused costs only the twenty of its part their speed', async () => {
      const one = instance(first, ({ data }: Delivery<any>) => {
        if (data.nth === 30) throw new PoisonError('TOXIC');
      });
      await send(one, ...hundred());
      expect(one.handled).toEqual([20, ...ones(19), 20, 20, 20]);
      expect(await effects()).toEqual(inOrder.filter((nth) => nth !== 30));
      expect(await letters()).toEqual([{ code: 'TOXIC', state: 'open' }]);
    });
  });

  describe('because it took too long', () => {
    const limits = { handlerTimeoutMs: 500, transientPatienceMs: 0 };

    it('is tried again by itself, and flows once the database or the neighbour answers in time', async () => {
      let slowTries = 7;
      const one = instance(first, () => (slowTries-- > 0 ? new Promise<void>(() => undefined) : undefined), limits);
      await send(one, message(1));
      expect(await query('select error_class, code from parked_key')).toEqual([
        { error_class: 'transient', code: 'HANDLER_TIMEOUT' },
      ]);
      one.parked.start();
      await eventually(async () => expect(await effects()).toEqual([1]));
      await eventually(async () => expect(await query('select from parked_key')).toEqual([]));
      expect(await query('select from consumer_attempt')).toEqual([]);
    });

    it('every time is parked for good in the end, until an operator releases it', async () => {
      let hangs = true;
      const one = instance(first, () => (hangs ? new Promise<void>(() => undefined) : undefined), limits);
      await send(one, message(1));
      one.parked.start();
      await eventually(async () =>
        expect(await query('select error_class, code, retry_at from parked_key')).toEqual([
          { error_class: 'bug', code: 'HANDLER_TIMEOUT', retry_at: null },
        ]),
      );
      hangs = false;
      await query('update parked_key set retry_at = now()');
      await eventually(async () => expect(await effects()).toEqual([1]));
    });
  });
});
