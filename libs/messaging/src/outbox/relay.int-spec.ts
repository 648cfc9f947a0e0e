import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { childRegisteredV1 } from '#contracts/events/child-registered.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { Tx } from '#persistence/tx.js';
import { eventually } from '#testing/eventually.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import type { Broker, BrokerMessage } from '../broker/broker.js';
import { messagingMigrations } from '../database/migrations.js';
import { OutboxBacklog } from './outbox-backlog.js';
import { OutboxSignal } from './outbox-signal.js';
import { Outbox } from './outbox.js';
import type { OutgoingEvent } from '../events/outgoing-event.js';
import { FENCE_HEADER } from '../partitions/fence.rules.js';
import { Relay } from './relay.js';

/** A broker that only takes notes; the real one is met in the tests of the whole way. */
class NotedBroker {
  readonly sent: BrokerMessage[] = [];
  readonly sizes: number[] = [];
  down = false;

  async send(messages: BrokerMessage[]): Promise<void> {
    if (this.down) throw new Error('no broker');
    this.sizes.push(messages.length);
    this.sent.push(...messages);
  }

  partitions = 1;

  placeOf(key: string, partitions: number): number {
    // Ids are given to keys and events in turn.
    return Math.floor(Number(key.slice(-6)) / 2) % partitions;
  }

  async endsOf(): Promise<number[]> {
    const sentTo = (partition: number) => this.sent.filter((message) => message.partition === partition);
    return Array.from({ length: this.partitions }, (_, partition) => sentTo(partition).length);
  }

  get ids(): string[] {
    return this.sent.map(({ headers }) => headers['ce_id']!);
  }
}

describe('The relay', () => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let signal: OutboxSignal;
  let outbox: Outbox;
  let broker: NotedBroker;
  let backlog: OutboxBacklog;
  const relays: Relay[] = [];

  beforeAll(async () => {
    database = await testDatabase('relay', messagingMigrations);
    unitOfWork = new UnitOfWork(database.dataSource);
  });
  beforeEach(async () => {
    await database.dataSource.query('truncate outbox, topic_spread');
    signal = new OutboxSignal(database.dataSource);
    backlog = new OutboxBacklog({ maxUnsent: 3, maxUnsentAgeSeconds: 60 });
    outbox = new Outbox(() => signal.appended(), backlog);
    broker = new NotedBroker();
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  });
  afterAll(() => database.drop());

  function relay(options: { pollMs?: number; signal?: OutboxSignal } = {}): Relay {
    const made = new Relay({
      service: 'consent',
      dataSource: database.dataSource,
      broker: broker as unknown as Broker,
      topicPrefix: 'hub.',
      limits: { relayBatch: 50, pollMs: options.pollMs ?? 60_000, topicLookMs: 0 },
      signal: options.signal ?? signal,
      backlog,
    });
    relays.push(made);
    made.start();
    return made;
  }

  let made = 0;
  const newId = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
  function event(options: Partial<OutgoingEvent> = {}): OutgoingEvent {
    const childId = options.key ?? newId();
    return {
      contract: childRegisteredV1,
      id: newId(),
      key: childId,
      subject: childId,
      municipality: 'K1',
      time: '2027-03-01T09:00:00Z',
      data: { childId, municipality: 'K1', healthVisitingUnit: 'HV-1' },
      traceparent: null,
      ...options,
    };
  }
  const append = (...events: OutgoingEvent[]) => unitOfWork.run((tx) => outbox.append(tx, events));
  const unsent = async () =>
    (await database.dataSource.query('select count(*)::int as n from outbox where sent_at is null'))[0].n as number;

  it('sends what was appended as a CloudEvent, soon after the commit, and marks it', async () => {
    const running = relay();
    await eventually(() => expect(running.hasLease).toBe(true));
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const sent = event({ traceparent, causationId: 'c1' });
    await append(sent);
    await eventually(() => expect(broker.sent).toHaveLength(1), { within: 2000 });
    const [message] = broker.sent;
    expect(message).toMatchObject({
      topic: 'hub.consent.v1',
      key: sent.key,
      value: JSON.stringify(sent.data),
      headers: {
        ce_specversion: '1.0',
        ce_id: sent.id,
        ce_type: 'child.registered.v1',
        ce_source: '/trivselshub/consent',
        ce_subject: sent.key,
        ce_partitionkey: sent.key,
        ce_municipality: 'K1',
        ce_time: '2027-03-01T09:00:00Z',
        ce_dataschema: 'https://trivselshub.dk/schemas/child.registered.v1',
        ce_causationid: 'c1',
        'content-type': 'application/json',
      },
    });
    expect(message!.headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
    await eventually(async () => expect(await unsent()).toBe(0));
  });

  it('is woken across processes', async () => {
    const running = relay({ signal: new OutboxSignal(database.dataSource) });
    await eventually(() => expect(running.hasLease).toBe(true));
    await append(event());
    await eventually(() => expect(broker.sent).toHaveLength(1), { within: 2000 });
  });

  it('finds by itself what nobody called it for', async () => {
    const running = relay({ pollMs: 50 });
    await eventually(() => expect(running.hasLease).toBe(true));
    const silent = new Outbox();
    await unitOfWork.run((tx) => silent.append(tx, [event()]));
    await eventually(() => expect(broker.sent).toHaveLength(1), { within: 2000 });
  });

  it('sends in batches, in the order of appending', async () => {
    const events = Array.from({ length: 180 }, () => event());
    await append(...events);
    relay();
    await eventually(() => expect(broker.sent).toHaveLength(180));
    expect(broker.ids).toEqual(events.map(({ id }) => id));
    expect(broker.sizes).toEqual([50, 50, 50, 30]);
  });

  it('publishes nothing of a transaction that failed, nor an event that breaks its contract', async () => {
    const failed = unitOfWork.run(async (tx) => {
      await outbox.append(tx, [event()]);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await expect(append(event({ data: { childId: 'somebody' } }))).rejects.toThrow();
    relay();
    await append(event());
    await eventually(() => expect(broker.sent).toHaveLength(1));
  });

  it('keeps the order of one key over transactions that overlap', async () => {
    relay();
    const key = newId();
    const early = Promise.withResolvers<void>();
    const [first, second, third] = [event({ key }), event({ key }), event({ key })] as const;
    const firstAppended = Promise.withResolvers<void>();
    const slow = unitOfWork.run(async (tx) => {
      await outbox.append(tx, [first]);
      // What is appended travels with the next statement that is waited for: only then does it have its number.
      await tx.query('select');
      firstAppended.resolve();
      await early.promise;
    });
    await firstAppended.promise;
    await append(second);
    await append(third);
    await eventually(async () => expect(await unsent()).toBe(2));
    expect(broker.sent).toHaveLength(0);
    early.resolve();
    await slow;
    await eventually(() => expect(broker.ids).toEqual([first.id, second.id, third.id]));
  });

  it('keeps the order of lock holders whose transaction numbers run the other way', async () => {
    const key = newId();
    const [first, second] = [event({ key }), event({ key })] as const;
    const number = (tx: Tx) => tx.query('select pg_current_xact_id()');
    const lockChild = (tx: Tx) => tx.query('select pg_advisory_xact_lock(1)');
    const order: string[] = [];
    const olderHasNumber = Promise.withResolvers<void>();
    const youngerAppended = Promise.withResolvers<void>();
    const bystanderEnds = Promise.withResolvers<void>();
    const older = unitOfWork.run(async (tx) => {
      await number(tx);
      olderHasNumber.resolve();
      await youngerAppended.promise;
      await lockChild(tx);
      await outbox.append(tx, [second]);
      order.push('older');
    });
    await olderHasNumber.promise;
    const bystander = unitOfWork.run(async (tx) => {
      await number(tx);
      await bystanderEnds.promise;
    });
    await unitOfWork.run(async (tx) => {
      await lockChild(tx);
      await outbox.append(tx, [first]);
      order.push('younger');
      youngerAppended.resolve();
    });
    await older;
    relay();
    await eventually(() => expect(broker.sent).toHaveLength(2));
    expect(broker.ids).toEqual([first.id, second.id]);
    bystanderEnds.resolve();
    await bystander;
    expect(order).toEqual(['younger', 'older']);
  });

  it('is not held up by a long transaction that publishes nothing', async () => {
    const end = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const long = unitOfWork.run(async (tx) => {
      await tx.query('create table long_work (id int)');
      started.resolve();
      await end.promise;
    });
    await started.promise;
    relay();
    await append(event());
    await eventually(() => expect(broker.sent).toHaveLength(1), { within: 3000 });
    end.resolve();
    await long;
  });

  it('is not held up by a long transaction while others append at every moment', async () => {
    const held = async (work: (tx: Tx) => Promise<unknown>) => {
      const begun = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      const ended = unitOfWork.run(async (tx) => {
        await work(tx);
        begun.resolve();
        await end.promise;
      });
      await begun.promise;
      return async () => {
        end.resolve();
        await ended;
      };
    };
    const endLong = await held((tx) => tx.query('select pg_current_xact_id()'));
    relay();
    const first = event();
    let endLast = await held((tx) => outbox.append(tx, [first]));
    for (const until = performance.now() + 3000; !broker.ids.includes(first.id!) && performance.now() < until;) {
      const endNext = await held((tx) => outbox.append(tx, [event()]));
      await endLast();
      endLast = endNext;
    }
    const sent = broker.ids;
    await Promise.all([endLast(), endLong()]);
    expect(sent).toContain(first.id);
  });

  it('sends the rows of a database that was restored on another server', async () => {
    await append(event());
    await database.dataSource.query(`update outbox set xid = '99999999999'::xid8`);
    relay();
    await eventually(() => expect(broker.sent).toHaveLength(1));
  });

  it('keeps everything while the broker is down, says so, and sends it in order afterwards', async () => {
    broker.down = true;
    relay({ pollMs: 20 });
    const events = [event(), event(), event(), event()];
    await append(...events);
    await eventually(() => expect(outbox.health()).toMatchObject({ unsent: 4, accepting: false }));
    broker.down = false;
    await eventually(() => expect(broker.ids).toEqual(events.map(({ id }) => id)));
    await eventually(() => expect(outbox.health()).toEqual({ unsent: 0, oldestAgeSeconds: 0, accepting: true }));
  });

  it('spreads keys over the partitions it has kept, and tells where they ended when their number changes', async () => {
    broker.partitions = 2;
    const first = relay({ pollMs: 20 });
    const sendSome = async () => {
      const before = broker.sent.length;
      await append(...Array.from({ length: 10 }, () => event()));
      await eventually(() => expect(broker.sent).toHaveLength(before + 10));
      return broker.sent.slice(before);
    };
    const places = (messages: readonly BrokerMessage[]) => new Set(messages.map(({ partition }) => partition));
    const fences = (messages: readonly BrokerMessage[]) =>
      messages.flatMap(({ headers }) => headers[FENCE_HEADER] ?? []);
    expect(places(await sendSome())).toEqual(new Set([0, 1]));
    broker.partitions = 5;
    // The look goes on beside the sending: what is sent until it is over goes the old way.
    const ends = () => [0, 1].map((at) => broker.sent.filter(({ partition }) => partition === at).length);
    let endsBefore = ends();
    const after = await eventually(async () => {
      endsBefore = ends();
      const sent = await sendSome();
      expect(places(sent)).toEqual(new Set([0, 1, 2, 3, 4]));
      return sent;
    });
    expect(fences(after)).toEqual(Array.from({ length: 5 }, () => `${endsBefore.join()},0,0,0`));
    expect(fences(await sendSome())).toEqual([]);
    await first.stop();
    relay({ pollMs: 20 });
    expect(fences(await sendSome())).toEqual(fences(after));
  });

  it('runs once for each database: the second instance takes over when the first ends or loses its session', async () => {
    const first = relay({ pollMs: 50 });
    await eventually(() => expect(first.hasLease).toBe(true));
    const second = relay({ pollMs: 50, signal: new OutboxSignal(database.dataSource) });
    const sent = Array.from({ length: 20 }, () => event());
    for (const one of sent) await append(one);
    expect(second.hasLease).toBe(false);
    await eventually(() => expect(broker.ids).toEqual(sent.map(({ id }) => id)));
    await first.stop();
    await eventually(() => expect(second.hasLease).toBe(true));
    await database.dataSource.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'consent relay' and datname = current_database()`,
    );
    const last = event();
    await append(last);
    // Sent again when its session ended before the mark: never left out, perhaps twice.
    await eventually(() => expect(broker.ids).toContain(last.id));
    expect(new Set(broker.ids.slice(sent.length))).toEqual(new Set([last.id]));
  });
});
