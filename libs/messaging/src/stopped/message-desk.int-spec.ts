import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { ServicePrincipal, StaffPrincipal } from '#security/principal.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { ActLog } from './act-log.js';
import { AttemptsStore } from '../handling/attempts.store.js';
import { messagingMigrations } from '../database/migrations.js';
import { MessageDesk } from './message-desk.js';
import { MessagesController } from './messages.controller.js';
import { Outbox } from '../outbox/outbox.js';
import { SetAside } from './set-aside.js';
import { StoppedMessages } from './stopped-messages.js';

const operator: StaffPrincipal = {
  kind: 'staff',
  subject: 'op-1',
  role: 'ops_operator',
  organisation: 'OPS',
  municipality: 'K1',
};
const operations: ServicePrincipal = { kind: 'service', clientId: 'operations', scopes: [] };
/** What the operations service says of the person it acts for. */
const forK1 = { municipality: 'K1', actor: 'op-2 as ops_operator' };
const TRACE = 'a'.repeat(32);

describe('The desk for stopped messages', () => {
  let database: TestDatabase;
  let controller: MessagesController;
  let wakes = 0;
  beforeAll(async () => {
    database = await testDatabase('message desk', messagingMigrations);
    const outbox = new Outbox();
    const atDesk = {
      service: 'things',
      consumer: 'hub.things',
      now: () => '2027-03-01T09:00:00Z',
      unitOfWork: new UnitOfWork(database.dataSource),
      outbox,
      acts: new ActLog('hub.things'),
      homeMunicipality: 'K1',
      wake: () => (wakes += 1),
    };
    const setAside = new SetAside({ ...atDesk, attempts: new AttemptsStore('hub.things', database.dataSource) });
    controller = new MessagesController(
      new StoppedMessages(atDesk.unitOfWork, 'K1'),
      new MessageDesk(atDesk),
      outbox,
      setAside,
    );
  });
  beforeEach(async () => {
    wakes = 0;
    await query('truncate parked_key, parked_event, dead_letter, message_act, outbox');
  });
  afterAll(() => database.drop());

  const query = (sql: string, params: unknown[] = []) => database.dataSource.query(sql, params);
  interface LetterOptions {
    key?: string;
    type?: string;
    code?: string;
    municipality?: string | null;
  }
  async function letter(options: LetterOptions = {}): Promise<string> {
    const { key = 'a', type = 'thing.made.v1', code = 'TYPE_UNKNOWN', municipality = 'K1' } = options;
    const [{ id }] = await query(
      `insert into dead_letter (consumer, identity, event_id, type, key, municipality, topic, partition, broker_offset, headers,
                                payload, error_class, code, error, attempts)
       values ('hub.things', $1, $1, $5, $2, $3, 'hub.things.v1', 0, 1, '{"traceparent":"00-${TRACE}-1"}', 'the content', 'poison',
               $4, '{"errorName":"PoisonError"}', 1)
       returning id`,
      [randomUUID(), key, municipality, code, type],
    );
    return id;
  }
  const park = (key: string, municipality = 'K1') =>
    query(
      `insert into parked_key (consumer, key, municipality, error_class, code, error, attempts)
       values ('hub.things', $1, $2, 'key_bound', 'UNKNOWN_CHILD', '{}', 1)`,
      [key, municipality],
    );
  const queueBehind = (key: string, traceId: string) =>
    query(
      `insert into parked_event (consumer, key, event_id, type, topic, partition, broker_offset, headers, payload)
       values ('hub.things', $1, gen_random_uuid(), 'thing.made.v1', 'hub.things.v1', 0, 1, $2, 'the content')`,
      [key, { traceparent: `00-${traceId}-1` }],
    );
  const states = async () =>
    (await query('select state from dead_letter order by position')).map(({ state }: { state: string }) => state);

  it.each([
    ['a reason', { reason: 'asked by 610161-0001', selection: { key: 'a' } }, 'body/reason'],
    ['the key of a search', { reason: 'look', selection: { key: '6101610001' } }, 'body/selection/key'],
  ])('keeps no civil registration number in %s', async (_case, body, place) => {
    await letter();
    await expect(async () => controller.discard(operator, body)).rejects.toMatchObject({
      code: 'SHAPE_INVALID',
      place,
    });
    expect(await query('select from message_act')).toEqual([]);
  });

  it.each([
    ['summary', 'key'],
    ['parked', 'key'],
    ['deadLetters', 'key'],
    ['deadLetters', 'code'],
  ] as const)('takes no civil registration number in the address of a search: %s by %s', async (door, field) => {
    await expect(controller[door](operator, { [field]: '610161-0001' })).rejects.toMatchObject({
      code: 'SHAPE_INVALID',
      place: `query/${field}`,
      cure: expect.stringContaining('civil registration number'),
    });
  });

  it('lists dead letters and parked children of the own municipality, never their content', async () => {
    await letter();
    await letter({ municipality: 'K2' });
    await letter({ municipality: null, code: 'ENVELOPE_INVALID' });
    await park('a');
    await park('b', 'K2');
    const { deadLetters } = await controller.deadLetters(operator, {});
    expect(deadLetters.map(({ code }) => code)).toEqual(['TYPE_UNKNOWN', 'ENVELOPE_INVALID']);
    expect(JSON.stringify(deadLetters)).not.toContain('content');
    expect(deadLetters[0]).toMatchObject({
      traceparent: `00-${TRACE}-1`,
      type: 'thing.made.v1',
      attempts: 1,
      state: 'open',
    });
    expect((await controller.parked(operator, {})).parked).toMatchObject([
      { key: 'a', code: 'UNKNOWN_CHILD', waiting: 0 },
    ]);
    expect((await controller.parked(operator, { code: 'OTHER' })).parked).toEqual([]);
    const filter = { municipality: 'K1', code: 'TYPE_UNKNOWN', limit: '1' };
    expect((await controller.deadLetters(operations, filter)).deadLetters).toHaveLength(1);
    expect(await controller.summary(operator, {})).toMatchObject({
      parkedChildren: 1,
      deadLetters: { open: 2, queued: 0, replayed: 0, discarded: 0 },
      outbox: { accepting: true },
    });
  });

  it('says in a dry run what a replay would take, and changes nothing', async () => {
    await letter({ key: 'a' });
    await letter({ key: 'b' });
    await letter({ key: 'b', code: 'NEVER' });
    await park('b');
    const report = await controller.replay(operator, {
      selection: { type: 'thing.made.v1' },
      reason: 'look',
      dryRun: true,
    });
    expect(report).toEqual({
      at: expect.any(String),
      selected: 3,
      keys: 2,
      byCode: { TYPE_UNKNOWN: 2, NEVER: 1 },
      behindParkedChild: 2,
      dryRun: true,
    });
    expect(await states()).toEqual(['open', 'open', 'open']);
    expect(wakes).toBe(0);
    expect((await controller.acts(operator, {})).acts).toEqual([]);
  });

  it('queues one letter, a child in order, or what a filter finds; a replay can be stopped', async () => {
    const one = await letter({ key: 'a' });
    await letter({ key: 'b' });
    await letter({ key: 'c', code: 'NEVER' });
    const reason = 'type is known now';
    await controller.replay(operator, { selection: { ids: [one] }, reason });
    expect(await states()).toEqual(['queued', 'open', 'open']);
    await controller.replay(operator, { selection: { key: 'b' }, reason });
    await controller.replay(operations, { selection: { code: 'NEVER' }, reason, ...forK1 });
    expect(await states()).toEqual(['queued', 'queued', 'queued']);
    expect(wakes).toBe(3);
    expect(await controller.stopReplay(operator, { selection: { type: 'thing.made.v1' }, reason })).toMatchObject({
      selected: 3,
    });
    expect(await states()).toEqual(['open', 'open', 'open']);
    const { acts } = await controller.acts(operations, { municipality: 'K1', limit: '2' });
    expect(acts).toMatchObject([
      { actor: 'staff:op-1 as ops_operator', act: 'stop_replay', affected: 3, reason },
      {
        actor: 'service:operations for op-2 as ops_operator',
        act: 'replay',
        selection: { code: 'NEVER' },
        affected: 1,
      },
    ]);
  });

  it('shows an operator only the acts for the own municipality', async () => {
    await letter();
    await letter({ municipality: 'K2' });
    const act = { selection: { code: 'TYPE_UNKNOWN' }, reason: 'mended' };
    await controller.discard({ ...operator, municipality: 'K2' }, act);
    await controller.discard(operator, act);
    expect((await controller.acts(operator, {})).acts).toMatchObject([
      { affected: 1, selection: { municipality: 'K1' } },
    ]);
    expect((await controller.acts(operations, { municipality: 'K2' })).acts).toHaveLength(1);
  });

  it('shows the operations service one municipality at a time, and takes no act from it without the person', async () => {
    await letter();
    await letter({ municipality: 'K2' });
    await park('a');
    await park('b', 'K2');
    const inK2 = { municipality: 'K2' };
    expect((await controller.parked(operations, inK2)).parked).toMatchObject([{ key: 'b' }]);
    expect((await controller.deadLetters(operations, inK2)).deadLetters).toMatchObject([inK2]);
    expect(await controller.summary(operations, inK2)).toMatchObject({ parkedChildren: 1, deadLetters: { open: 1 } });
    const act = { selection: { type: 'thing.made.v1' }, reason: 'mended' };
    await controller.discard(operations, { ...act, ...forK1 });
    expect(await states()).toEqual(['discarded', 'open']);
    await expect(controller.release(operations, { key: 'b', reason: 'mended', ...forK1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const refusedPlace = (ask: () => Promise<unknown>) =>
      Promise.resolve()
        .then(ask)
        .catch((error: { code: string; place: string | null }) => `${error.code} ${error.place}`);
    for (const [ask, place] of [
      [() => controller.parked(operations, {}), 'SHAPE_INVALID query/municipality'],
      [() => controller.deadLetters(operations, {}), 'SHAPE_INVALID query/municipality'],
      [() => controller.summary(operations, {}), 'SHAPE_INVALID query/municipality'],
      [() => controller.acts(operations, {}), 'SHAPE_INVALID query/municipality'],
      [() => controller.stopped(operations, { traceIds: TRACE }), 'SHAPE_INVALID query/municipality'],
      [() => controller.replay(operations, { ...act, actor: 'op-2' }), 'SHAPE_INVALID body/municipality'],
      [() => controller.replay(operations, { ...act, municipality: 'K1' }), 'SHAPE_INVALID body/actor'],
      [() => controller.release(operations, { key: 'a', reason: 'x', municipality: 'K1' }), 'SHAPE_INVALID body/actor'],
      [() => controller.parked(operator, inK2), 'WRONG_TENANT null'],
      [() => controller.replay(operator, { ...act, ...inK2 }), 'WRONG_TENANT null'],
    ] as [() => Promise<unknown>, string][]) {
      expect(await refusedPlace(ask)).toBe(place);
    }
    expect(await states()).toEqual(['discarded', 'open']);
  });

  it('tells of each event of a trace how it stands still: parked, waiting behind it, or dead', async () => {
    const other = 'b'.repeat(32);
    await letter();
    await park('a');
    await queueBehind('a', TRACE);
    await queueBehind('a', other);
    const { stopped } = await controller.stopped(operator, { traceIds: `${TRACE},${other}` });
    expect(stopped.map(({ traceId, state }) => [traceId, state])).toEqual([
      [TRACE, 'open'],
      [TRACE, 'parked'],
      [other, 'waiting'],
    ]);
    expect(JSON.stringify(stopped)).not.toContain('content');
    expect((await controller.stopped(operator, { traceIds: other })).stopped).toHaveLength(1);
    expect((await controller.stopped({ ...operator, municipality: 'K2' }, { traceIds: TRACE })).stopped).toEqual([]);
  });

  it('shows one dead letter in whatever state, to its own municipality alone', async () => {
    const id = await letter();
    await controller.discard(operator, { selection: { ids: [id] }, reason: 'sent by mistake' });
    expect(await controller.deadLetter(operator, { id }, {})).toMatchObject({ id, state: 'discarded' });
    await expect(controller.deadLetter({ ...operator, municipality: 'K2' }, { id }, {})).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('discards no deletion of a child, which must be done, and nothing else with it', async () => {
    await letter();
    await letter({ type: childDeletedV1.type, code: 'TYPE_UNKNOWN' });
    const plan = { selection: { code: 'TYPE_UNKNOWN' }, reason: 'all of these' };
    for (const dryRun of [true, false]) {
      await expect(controller.discard(operator, { ...plan, dryRun })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    }
    expect(await states()).toEqual(['open', 'open']);
    await controller.replay(operator, plan);
    expect(await states()).toEqual(['queued', 'queued']);
  });

  it('counts how far a replay has come: only what it has changed since it began', async () => {
    await letter({ key: 'a' });
    await controller.replay(operator, { selection: { key: 'a' }, reason: 'first' });
    await query(`update dead_letter set state = 'replayed', state_since = now() - interval '1 hour'`);
    await letter({ key: 'b' });
    await letter({ key: 'b' });
    const { at } = await controller.replay(operator, { selection: { type: 'thing.made.v1' }, reason: 'second' });
    await query(
      `update dead_letter set state = 'replayed', state_since = now() where position = (select max(position) from dead_letter)`,
    );
    const { deadLetters } = await controller.summary(operator, { since: at, type: 'thing.made.v1' });
    expect(deadLetters).toEqual({ open: 0, queued: 1, replayed: 1, discarded: 0 });
  });

  it('takes no more than a plan has shown: not what died or was opened again after it', async () => {
    const shown = await letter();
    const opened = await letter();
    await controller.discard(operator, { selection: { ids: [opened] }, reason: 'too early' });
    const plan = await controller.replay(operator, { selection: { code: 'TYPE_UNKNOWN' }, reason: 'x', dryRun: true });
    await controller.reopen(operator, { selection: { ids: [opened] }, reason: 'by another' });
    await letter();
    const selection = { code: 'TYPE_UNKNOWN', diedBefore: plan.at };
    expect(await controller.discard(operator, { selection, reason: 'as planned' })).toMatchObject({ selected: 1 });
    expect(await states()).toEqual(['discarded', 'open', 'open']);
    await controller.reopen(operator, { selection: { ids: [shown] }, reason: 'again' });
  });

  it('counts and logs an act by what it changed: nothing of what another act has taken at the same moment', async () => {
    await letter();
    await letter();
    const act = { selection: { code: 'TYPE_UNKNOWN' }, reason: 'mended' };
    const reports = await Promise.all([controller.replay(operator, act), controller.replay(operator, act)]);
    expect(reports.map(({ selected }) => selected).sort()).toEqual([0, 2]);
    expect((await controller.acts(operator, {})).acts).toMatchObject([{ act: 'replay', affected: 2 }]);
  });

  it('discards with a reason, and can undo it', async () => {
    await letter();
    await letter({ municipality: 'K2' });
    const selection = { code: 'TYPE_UNKNOWN' };
    await controller.discard(operator, { selection, reason: 'sent by mistake' });
    expect(await states()).toEqual(['discarded', 'open']);
    await controller.reopen(operator, { selection, reason: 'was no mistake' });
    expect(await states()).toEqual(['open', 'open']);
  });

  it.each(['transient', 'key_bound', 'bug'])(
    'opens a discarded letter again whose last replay failed as %s, and tells of it as of any dead letter',
    async (errorClass) => {
      const id = await letter();
      await query('update dead_letter set error_class = $1', [errorClass]);
      await controller.discard(operator, { selection: { ids: [id] }, reason: 'sent by mistake' });
      await controller.reopen(operator, { selection: { ids: [id] }, reason: 'was no mistake' });
      expect(await states()).toEqual(['open']);
      const told = await query(`select data::jsonb ->> 'errorClass' as class from outbox`);
      expect(told).toEqual([{ class: errorClass === 'bug' ? 'bug' : 'poison' }]);
    },
  );

  it('tells operations of a letter that was opened again, whatever its headers hold, and of no other act', async () => {
    const ids = [await letter({ key: 'a' }), await letter({ municipality: null, code: 'ENVELOPE_INVALID' })];
    await query(`update dead_letter set headers = '{"traceparent":"none","ce_subject":"no such"}' where id = $1`, [
      ids[1],
    ]);
    const selection = { ids };
    await controller.discard(operator, { selection, reason: 'sent by mistake' });
    await controller.reopen(operator, { selection, reason: 'look', dryRun: true });
    expect(await query('select from outbox')).toEqual([]);
    await controller.reopen(operator, { selection, reason: 'was no mistake' });
    const told = await query('select type, key, municipality, data::jsonb as data from outbox order by sequence');
    const died = { service: 'things', consumer: 'hub.things', errorClass: 'poison', attempts: 1 };
    expect(told).toMatchObject([
      { type: 'message.dead_lettered.v1', key: 'a', data: { ...died, code: 'TYPE_UNKNOWN' } },
      { type: 'message.dead_lettered.v1', municipality: '-', data: { ...died, code: 'ENVELOPE_INVALID' } },
    ]);
  });

  it('shows what names no municipality to operators of the home municipality alone, who alone may act on it', async () => {
    const id = await letter({ municipality: null, code: 'ENVELOPE_INVALID' });
    const guest = { ...operator, municipality: 'K2' };
    const act = { selection: { ids: [id] }, reason: 'not ours' };
    expect((await controller.deadLetters(guest, {})).deadLetters).toEqual([]);
    expect((await controller.stopped(guest, { traceIds: TRACE })).stopped).toEqual([]);
    expect(await controller.summary(guest, {})).toMatchObject({ deadLetters: { open: 0 } });
    await expect(controller.deadLetter(guest, { id }, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const asked = await controller.stopped(operations, { municipality: '-', traceIds: TRACE });
    expect(asked.stopped).toMatchObject([{ deadLetterId: id }]);
    expect(await controller.discard(guest, act)).toMatchObject({ selected: 0 });
    expect(await states()).toEqual(['open']);
    expect(await controller.discard(operator, act)).toMatchObject({ selected: 1 });
  });

  it('refuses an act without a reason or without a criterion', async () => {
    await letter();
    const refused = (body: unknown) => {
      try {
        return controller.discard(operator, body);
      } catch (error) {
        return error;
      }
    };
    expect(refused({ selection: { code: 'X' } })).toMatchObject({ code: 'SHAPE_INVALID', place: 'body/reason' });
    expect(refused({ selection: {}, reason: 'all' })).toMatchObject({ code: 'SHAPE_INVALID', place: 'body/selection' });
    expect(await states()).toEqual(['open']);
  });

  it('releases a parked child and refuses one that is not parked', async () => {
    await park('a');
    await controller.release(operator, { key: 'a', reason: 'child is registered now' });
    expect(await query('select retry_at <= now() as due from parked_key')).toEqual([{ due: true }]);
    expect(wakes).toBe(1);
    await expect(controller.release(operator, { key: 'b', reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await controller.acts(operator, {})).acts).toMatchObject([{ act: 'release', selection: { key: 'a' } }]);
  });

  describe('sets the event at the head of a parked queue aside', () => {
    const reason = 'can never be handled';
    /** A parked child with events in its queue; answers their ids in order. */
    async function queued(types: string[], key = 'a'): Promise<string[]> {
      await park(key);
      const ids = types.map(() => randomUUID());
      for (const [nth, type] of types.entries())
        await query(
          `insert into parked_event (consumer, key, event_id, type, topic, partition, broker_offset, headers, payload)
           values ('hub.things', $1, $2, $3, 'hub.things.v1', 0, $4, $5, 'the content')`,
          [key, ids[nth], type, nth, { ce_id: ids[nth], ce_type: type, ce_partitionkey: key, ce_municipality: 'K1' }],
        );
      return ids;
    }
    const waiting = async () =>
      (await query('select event_id from parked_event order by position')).map(
        ({ event_id }: { event_id: string }) => event_id,
      );
    const refused = (body: object, person = operator) =>
      Promise.resolve()
        .then(() => controller.setAside(person, { key: 'a', reason, ...body }))
        .then(
          () => 'done',
          ({ code, place }: { code: string; place: string | null }) => `${code} ${place}`,
        );

    it('says in a dry run which event it is and how many wait behind, and changes nothing', async () => {
      const ids = await queued(['thing.made.v1', 'thing.made.v1', 'thing.made.v1']);
      expect(await controller.setAside(operator, { key: 'a', reason, dryRun: true })).toEqual({
        key: 'a',
        eventId: ids[0],
        eventType: 'thing.made.v1',
        code: 'UNKNOWN_CHILD',
        attempts: 1,
        behind: 2,
        deadLetterId: null,
        at: expect.any(String),
        dryRun: true,
      });
      expect(await waiting()).toEqual(ids);
      expect(await query('select from dead_letter')).toEqual([]);
      expect((await controller.acts(operator, {})).acts).toEqual([]);
      expect(wakes).toBe(0);
    });

    it('keeps it whole as a dead letter, tells operations, logs the act, and lets the next ones be tried', async () => {
      const [head, ...others] = await queued(['thing.made.v1', 'thing.made.v1']);
      const { deadLetterId } = await controller.setAside(operations, { key: 'a', eventId: head, reason, ...forK1 });
      expect(await waiting()).toEqual(others);
      const [kept] = await query(`select *, convert_from(payload, 'UTF8') as held from dead_letter`);
      const why = { error_class: 'poison', code: 'UNKNOWN_CHILD', state: 'open', municipality: 'K1' };
      expect(kept).toMatchObject({ id: deadLetterId, event_id: head, key: 'a', held: 'the content', ...why });
      expect(await query('select retry_at <= now() as due from parked_key')).toEqual([{ due: true }]);
      expect(await query('select type, key from outbox')).toEqual([{ type: 'message.dead_lettered.v1', key: 'a' }]);
      expect((await controller.acts(operator, {})).acts).toMatchObject([
        {
          actor: 'service:operations for op-2 as ops_operator',
          act: 'set_aside',
          selection: { key: 'a', eventId: head },
          reason,
        },
      ]);
      expect(wakes).toBe(1);
    });

    it.each([
      ['another event than the one at the head', () => ({ eventId: randomUUID() }), 'STATE_CONFLICT body/eventId'],
      ['an event that was not named', () => ({}), 'SHAPE_INVALID body/eventId'],
      ['an event of a child that is not parked', () => ({ key: 'b', dryRun: true }), 'NOT_FOUND null'],
    ])('but not %s', async (_, body, refusal) => {
      const ids = await queued(['thing.made.v1']);
      expect(await refused(body())).toBe(refusal);
      expect(await waiting()).toEqual(ids);
    });

    it('but not one of another municipality, one that is being tried, or the deletion of a child', async () => {
      const [head] = await queued(['thing.made.v1']);
      expect(await refused({ eventId: head }, { ...operator, municipality: 'K2' })).toBe('NOT_FOUND null');
      await database.dataSource.transaction(async (manager) => {
        await manager.query(`select pg_advisory_xact_lock(hashtextextended('hub.things a', 7236402))`);
        expect(await refused({ eventId: head })).toBe('STATE_CONFLICT null');
      });
      const [, deletion] = await queued(['thing.made.v1', 'child.deleted.v1'], 'c');
      expect((await controller.parked(operator, { key: 'c' })).parked).toMatchObject([{ eventId: deletion }]);
      expect(await refused({ key: 'c', eventId: deletion })).toBe('STATE_CONFLICT null');
      expect(await waiting()).toHaveLength(3);
    });
  });
});
