import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { ServicePrincipal, StaffPrincipal } from '#security/principal.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { messagingMigrations } from './database/migrations.js';
import { MessageDesk } from './message-desk.js';
import { MessagesController } from './messages.controller.js';
import { Outbox } from './outbox.js';

const operator: StaffPrincipal = {
  kind: 'staff',
  subject: 'op-1',
  role: 'ops_operator',
  organisation: 'OPS',
  municipality: 'K1',
};
const operations: ServicePrincipal = { kind: 'service', clientId: 'operations', scopes: [] };

describe('The desk for stopped messages', () => {
  let database: TestDatabase;
  let controller: MessagesController;
  let wakes = 0;
  beforeAll(async () => {
    database = await testDatabase('message desk', messagingMigrations);
    const desk = new MessageDesk(new UnitOfWork(database.dataSource), 'hub.things', () => (wakes += 1));
    controller = new MessagesController(desk, new Outbox());
  });
  beforeEach(async () => {
    wakes = 0;
    await query('truncate parked_key, parked_event, dead_letter, message_act');
  });
  afterAll(() => database.drop());

  const query = (sql: string, params: unknown[] = []) => database.dataSource.query(sql, params);
  async function letter(options: { key?: string; code?: string; municipality?: string | null } = {}): Promise<string> {
    const { key = 'a', code = 'TYPE_UNKNOWN', municipality = 'K1' } = options;
    const [{ id }] = await query(
      `insert into dead_letter (consumer, identity, event_id, type, key, municipality, topic, partition, broker_offset, headers,
                                payload, error_class, code, error, attempts)
       values ('hub.things', $1, $1, 'thing.made.v1', $2, $3, 'hub.things.v1', 0, 1, '{"traceparent":"00-1"}', 'the content', 'poison',
               $4, '{"errorName":"PoisonError"}', 1)
       returning id`,
      [randomUUID(), key, municipality, code],
    );
    return id;
  }
  const park = (key: string, municipality = 'K1') =>
    query(
      `insert into parked_key (consumer, key, municipality, error_class, code, error, attempts)
       values ('hub.things', $1, $2, 'key_bound', 'UNKNOWN_CHILD', '{}', 1)`,
      [key, municipality],
    );
  const states = async () =>
    (await query('select state from dead_letter order by position')).map(({ state }: { state: string }) => state);

  it('lists dead letters and parked children of the own municipality, never their content', async () => {
    await letter();
    await letter({ municipality: 'K2' });
    await letter({ municipality: null, code: 'ENVELOPE_INVALID' });
    await park('a');
    await park('b', 'K2');
    const { deadLetters } = await controller.deadLetters(operator, {});
    expect(deadLetters.map(({ code }) => code)).toEqual(['TYPE_UNKNOWN', 'ENVELOPE_INVALID']);
    expect(JSON.stringify(deadLetters)).not.toContain('content');
    expect(deadLetters[0]).toMatchObject({ traceparent: '00-1', type: 'thing.made.v1', attempts: 1, state: 'open' });
    expect((await controller.parked(operator, {})).parked).toMatchObject([
      { key: 'a', code: 'UNKNOWN_CHILD', waiting: 0 },
    ]);
    expect((await controller.parked(operations, {})).parked).toHaveLength(2);
    expect((await controller.deadLetters(operations, { code: 'TYPE_UNKNOWN', limit: '1' })).deadLetters).toHaveLength(
      1,
    );
    expect(await controller.summary(operator)).toMatchObject({
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
    await controller.replay(operations, { selection: { code: 'NEVER' }, reason, actor: 'op-2' });
    expect(await states()).toEqual(['queued', 'queued', 'queued']);
    expect(wakes).toBe(3);
    expect(await controller.stopReplay(operator, { selection: { type: 'thing.made.v1' }, reason })).toMatchObject({
      selected: 3,
    });
    expect(await states()).toEqual(['open', 'open', 'open']);
    const { acts } = await controller.acts(operations, { limit: '2' });
    expect(acts).toMatchObject([
      { actor: 'staff:op-1', act: 'stop_replay', affected: 3, reason },
      { actor: 'service:operations for op-2', act: 'replay', selection: { code: 'NEVER' }, affected: 1 },
    ]);
  });

  it('shows an operator only the acts for the own municipality', async () => {
    await letter();
    const act = { selection: { code: 'TYPE_UNKNOWN' }, reason: 'mended' };
    await controller.discard({ ...operator, municipality: 'K2' }, act);
    await controller.discard(operator, act);
    expect((await controller.acts(operator, {})).acts).toMatchObject([
      { affected: 1, selection: { municipality: 'K1' } },
    ]);
    expect((await controller.acts(operations, {})).acts).toHaveLength(2);
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
});
