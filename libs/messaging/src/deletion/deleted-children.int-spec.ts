import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { childRegisteredV1 } from '#contracts/events/child-registered.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { eventually } from '#testing/eventually.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { AttemptsStore } from '../handling/attempts.store.js';
import { BatchProcessor } from '../handling/batch-processor.js';
import { messagingMigrations } from '../database/migrations.js';
import { DeadLetterReplaysJob } from '../stopped/dead-letter-replays.job.js';
import { DeadLetterStore } from '../stopped/dead-letter.store.js';
import type { Delivery } from '../events/delivery.js';
import { EventHandlers } from '../handling/event-handlers.js';
import { ForgottenKeys } from './forgotten-keys.js';
import { HandleAgain } from '../stopped/handle-again.js';
import { InboxStore } from '../handling/inbox.store.js';
import { KeyBoundError } from '../handling/key-bound-error.js';
import { defaultLimits } from '../messaging.config.js';
import { ParcelReader } from '../events/open-parcel.js';
import { Outbox } from '../outbox/outbox.js';
import { ParkedChildrenJob } from '../stopped/parked-children.job.js';
import { ParkingStore } from '../stopped/parking.store.js';
import { Setbacks } from '../stopped/setbacks.js';

const consumer = 'hub.things';
const known = [childDeletedV1, childRegisteredV1];

/** A service that keeps a row for each child it hears of, and removes it when the child is deleted. */
describe('A child that was deleted', () => {
  let database: TestDatabase;
  let child: string;
  /** What the service does beside: a test may let it fail, or wait. */
  let aside: (delivery: Delivery) => Promise<void>;
  let beforeDeletion: () => Promise<void>;

  beforeAll(async () => {
    database = await testDatabase('deleted children', messagingMigrations, { poolSize: 20 });
    await query('create table kept (child text)');
  });
  beforeEach(async () => {
    await query('truncate kept, outbox, parked_key, parked_event, dead_letter, message_act');
    child = randomUUID();
    aside = async () => undefined;
    beforeDeletion = async () => undefined;
  });
  afterAll(() => database.drop());

  const query = (sql: string, params: unknown[] = []) => database.dataSource.query(sql, params);
  const kept = async () => (await query('select child from kept')).map((row: { child: string }) => row.child);

  function service() {
    const { dataSource } = database;
    const limits = { ...defaultLimits, pollMs: 10, parkedRetryMs: 10, parkedRetryMaxMs: 10, bugAttempts: 1 };
    const unitOfWork = new UnitOfWork(dataSource);
    const reader = new ParcelReader(known, new Set(known.map(({ type }) => type)));
    const forgotten = new ForgottenKeys();
    const registered = async (deliveries: Delivery[], { tx }: any) => {
      for (const delivery of deliveries) {
        await tx.query('insert into kept values ($1)', [delivery.key]);
        await aside(delivery);
      }
    };
    const deleted = async (deliveries: Delivery[], { tx }: any) => {
      await beforeDeletion();
      for (const { key } of deliveries) await tx.query('delete from kept where child = $1', [key]);
    };
    const byType = new Map<string, any>([
      [childRegisteredV1.type, [registered]],
      [childDeletedV1.type, [deleted]],
    ]);
    const handlers = new EventHandlers(byType, consumer, forgotten);
    const inbox = new InboxStore(consumer);
    const attempts = new AttemptsStore(consumer, dataSource);
    const parking = new ParkingStore(consumer);
    const letters = new DeadLetterStore(consumer);
    const now = () => '2027-03-01T09:00:00Z';
    const outbox = new Outbox();
    const told = { service: 'things', consumer, reader, inbox, parking, letters, forgotten, outbox, now };
    const setbacks = new Setbacks(told);
    const again = new HandleAgain({ consumer, unitOfWork, reader, handlers, attempts, forgotten, limits });
    const parts = { consumer, dataSource, unitOfWork, reader, handlers, again, inbox, attempts, parking, letters };
    const shared = { ...parts, forgotten, setbacks, limits };
    return {
      processor: new BatchProcessor(shared),
      parked: new ParkedChildrenJob(shared),
      replays: new DeadLetterReplaysJob(shared),
    };
  }

  let offset = 0;
  function message(type: string, of = child, data: object | null = null) {
    const headers = {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_type: type,
      ce_time: '2027-03-01T09:00:00Z',
      ce_recordedtime: '2027-03-01T09:00:01Z',
      ce_partitionkey: of,
      ce_municipality: 'K1',
    };
    const value = data ?? { childId: of, municipality: 'K1', healthVisitingUnit: 'HV-1' };
    return { offset: (offset += 1), key: of, headers, value: Buffer.from(JSON.stringify(value)), timestamp: 0 };
  }
  const registered = (of = child) => message(childRegisteredV1.type, of);
  const deleted = (of = child) => message(childDeletedV1.type, of);
  const send = (processor: BatchProcessor, partition: number, ...messages: ReturnType<typeof message>[]) =>
    processor.receive({ topic: 'hub.consent.v1', partition, messages, signal: new AbortController().signal });

  it('is not brought back by an event that comes late, while its neighbours flow', async () => {
    const { processor } = service();
    const other = randomUUID();
    await send(processor, 0, registered());
    await send(processor, 0, deleted());
    await send(processor, 0, registered(), registered(other));
    expect(await kept()).toEqual([other]);
  });

  it('is not brought back by an event of the same batch, before or behind, or of a batch that shares the transaction', async () => {
    const { processor } = service();
    await send(processor, 0, registered(), deleted(), registered());
    expect(await kept()).toEqual([]);
    child = randomUUID();
    await Promise.all([
      send(processor, 1, registered()),
      send(processor, 2, deleted()),
      send(processor, 3, registered()),
    ]);
    expect(await kept()).toEqual([]);
  });

  it('is not brought back by an event that another instance has in hand at that moment', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let inHand = (): void => undefined;
    const reached = new Promise<void>((resolve) => (inHand = resolve));
    aside = () => {
      inHand();
      return held;
    };
    const slow = send(service().processor, 0, registered());
    await reached;
    const deleting = send(service().processor, 1, deleted());
    await eventually(async () => {
      const [waiting] = await query(
        `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted`,
      );
      expect(waiting.count).toBe(1);
    });
    release();
    await Promise.all([slow, deleting]);
    expect(await kept()).toEqual([]);
  });

  it.each([
    ['by itself, when what stood in the way may pass', new KeyBoundError('AWAY', { retry: true }), ''],
    ['once an operator releases the child, after a bug', new Error('bug'), 'update parked_key set retry_at = now()'],
  ])(
    'leaves %s, though its deletion failed and an event before it can never be handled',
    async (_case, error, release) => {
      const { processor, parked } = service();
      await send(processor, 0, registered());
      aside = async () => {
        throw new KeyBoundError('UNKNOWN_UNIT');
      };
      await send(processor, 0, registered());
      beforeDeletion = async () => {
        throw error;
      };
      await send(processor, 0, deleted());
      expect(await query('select position from parked_event')).toHaveLength(2);
      beforeDeletion = async () => undefined;
      if (release) await query(release);
      parked.start();
      await eventually(async () => expect(await query('select from parked_key')).toEqual([]));
      await parked.stop();
      expect(await kept()).toEqual([]);
      expect(await query('select position from parked_event')).toEqual([]);
    },
  );

  it('is not put back behind its deletion by a replay at that moment', async () => {
    const { replays } = service();
    await query(
      `insert into parked_key (consumer, key, error_class, code, error, attempts) values ($1, $2, 'key_bound', 'X', '{}', 1)`,
      [consumer, child],
    );
    const { headers, value } = registered();
    await query(
      `insert into dead_letter (consumer, identity, event_id, type, key, topic, partition, broker_offset, headers, payload, error_class,
                                code, error, attempts, state)
       values ($1, $2, $2, 'x', $3, 'hub.consent.v1', 0, 2, $4, $5, 'poison', 'X', '{}', 1, 'queued')`,
      [consumer, headers.ce_id, child, headers, value],
    );
    await new UnitOfWork(database.dataSource).run(async (tx) => {
      const forgotten = new ForgottenKeys();
      await forgotten.holdAlone(tx);
      replays.start();
      await eventually(async () => {
        const waiting = await query(`select from pg_locks where locktype = 'advisory' and not granted`);
        expect(waiting).toHaveLength(1);
      });
      await forgotten.note(tx, child);
      await tx.query('delete from parked_event where key = $1', [child]);
      await tx.query('delete from parked_key where key = $1', [child]);
    });
    await eventually(async () => expect(await query('select state from dead_letter')).toEqual([{ state: 'replayed' }]));
    await replays.stop();
    expect(await query('select position from parked_event')).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  it('leaves the parking lot, the dead letters, the outbox and the log of acts', async () => {
    const { processor } = service();
    aside = async () => {
      throw new KeyBoundError('UNKNOWN_UNIT');
    };
    await send(processor, 0, registered(), registered());
    await send(processor, 0, message('child.moved.v9'), message('thing.unknown.v1', 'somebody', { childId: child }));
    await query(
      `insert into message_act (actor, act, consumer, selection, affected, reason) values ('staff:o1', 'release', $1, $2, 1, $3)`,
      [consumer, { key: child, municipality: 'K1' }, `the unit of ${child} was set up`],
    );
    const holds = async () => {
      const tables = ['outbox', 'parked_key', 'parked_event', 'dead_letter', 'message_act', 'forgotten_key', 'inbox'];
      const found = [];
      for (const table of tables) {
        const hex = Buffer.from(child).toString('hex');
        const [{ rows }] = await query(
          `select count(*)::int as rows from ${table} t where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%'`,
          [child, hex],
        );
        if (rows > 0) found.push(table);
      }
      return found;
    };
    expect(await holds()).toEqual(['outbox', 'parked_key', 'parked_event', 'dead_letter', 'message_act']);
    aside = async () => undefined;
    await send(processor, 0, deleted());
    expect(await holds()).toEqual([]);
    expect(await query('select actor, act, selection from message_act')).toEqual([
      { actor: 'staff:o1', act: 'release', selection: { key: 'deleted', municipality: 'K1' } },
    ]);
    await send(processor, 0, message('child.moved.v9'), registered());
    expect(await holds()).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  it('is found by indexes, so that nobody waits while events of others are read', async () => {
    await new UnitOfWork(database.dataSource).run(async (tx) => {
      // The connection keeps the plans of the tests before, and what they read counts there for up to a second.
      await tx.query('discard plans');
      await tx.query('set local enable_seqscan = off');
      const readWhole = () =>
        tx.query(
          `select relname, seq_scan from pg_stat_xact_user_tables where relname ~ '^(outbox|parked_|dead_letter)' order by relname`,
        );
      const before = await readWhole();
      await new ForgottenKeys().forget(tx, child);
      expect(await readWhole()).toEqual(before);
    });
  });

  it('is not brought back by what was parked or dead and is handled again at that moment', async () => {
    const { parked, replays } = service();
    await database.dataSource.transaction(async (manager) => {
      await manager.query(`insert into forgotten_key values (sha256(convert_to($1, 'UTF8')))`, [child]);
    });
    const { headers, value } = registered();
    await query(
      `insert into parked_key (consumer, key, error_class, code, error, attempts, retry_at) values ($1, $2, 'key_bound', 'X', '{}', 1, now())`,
      [consumer, child],
    );
    await query(
      `insert into parked_event (consumer, key, event_id, type, topic, partition, broker_offset, headers, payload)
       values ($1, $2, $3, 'x', 'hub.consent.v1', 0, 1, $4, $5)`,
      [consumer, child, headers.ce_id, headers, String(value)],
    );
    const again = registered();
    await query(
      `insert into dead_letter (consumer, identity, event_id, type, key, topic, partition, broker_offset, headers, payload, error_class,
                                code, error, attempts, state)
       values ($1, $2, $2, 'x', $3, 'hub.consent.v1', 0, 2, $4, $5, 'poison', 'X', '{}', 1, 'queued')`,
      [consumer, again.headers.ce_id, randomUUID(), again.headers, again.value],
    );
    parked.start();
    replays.start();
    await eventually(async () => {
      expect(await query('select from parked_key')).toEqual([]);
      expect(await query(`select from dead_letter where state = 'queued'`)).toEqual([]);
    });
    await Promise.all([parked.stop(), replays.stop()]);
    expect(await kept()).toEqual([]);
  });
});
