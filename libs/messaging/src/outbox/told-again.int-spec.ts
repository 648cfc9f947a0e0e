import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { childRegisteredV1 } from '#contracts/events/child-registered.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { messagingMigrations } from '../database/migrations.js';
import { freshCauses } from './fresh-causes.js';
import { InboxStore } from '../handling/inbox.store.js';
import { AGAIN_HEADER, type OpenedParcel } from '../events/open-parcel.js';
import type { OutgoingEvent } from '../events/outgoing-event.js';
import { Outbox } from './outbox.js';

describe('an event that a restored database makes again', () => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  const outbox = new Outbox();

  beforeAll(async () => {
    database = await testDatabase('told_again', messagingMigrations);
    unitOfWork = new UnitOfWork(database.dataSource);
  });
  beforeEach(() => database.dataSource.query('truncate outbox, inbox'));
  afterAll(() => database.drop());

  const today = new Date().toISOString().slice(0, 10);
  const childId = randomUUID();
  const effect = (causationId: string | null, unit = 'HV-1'): OutgoingEvent => ({
    contract: childRegisteredV1,
    key: childId,
    municipality: 'K1',
    // When it is made again is another time.
    time: new Date().toISOString(),
    data: { childId, municipality: 'K1', healthVisitingUnit: unit },
    traceparent: null,
    causationId,
  });
  const parcel = (eventId: string, recordedOn: string, headers: Record<string, string> = {}): OpenedParcel =>
    ({ kind: 'delivery', parcel: { headers }, delivery: { eventId }, recordedOn }) as unknown as OpenedParcel;
  const append = (events: OutgoingEvent[], before: (tx: Tx) => void = () => undefined) =>
    unitOfWork.run(async (tx) => {
      before(tx);
      await outbox.append(tx, events);
    });
  const rows = (): Promise<{ id: string; again: boolean }[]> =>
    database.dataSource.query('select event_id as id, again from outbox order by sequence');

  it('has the id that it had, and another cause or another effect has another one', async () => {
    const cause = randomUUID();
    await append([effect(cause)]);
    await append([effect(cause)]);
    await append([effect(cause, 'HV-2'), effect(randomUUID()), effect(null), effect(null)]);
    const ids = (await rows()).map(({ id }) => id);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(5);
  });

  it('stays two when it was two in the same breath', async () => {
    const cause = randomUUID();
    await append([effect(cause), effect(cause)]);
    await append([effect(cause), effect(cause)]);
    const [first, second, ...again] = (await rows()).map(({ id }) => id);
    expect(second).not.toBe(first);
    expect(again).toEqual([first, second]);
  });

  it('says that it may have been told on an earlier day, unless its cause is of today and in hand', async () => {
    const [fresh, old] = [randomUUID(), randomUUID()];
    const inHand = (tx: Tx) => freshCauses.note(tx, [parcel(fresh, today), parcel(old, '2026-01-01')]);
    await append([effect(fresh), effect(old), effect(randomUUID()), effect(null)], inHand);
    expect((await rows()).map(({ again }) => again)).toEqual([false, true, true, false]);
  });

  it('is known to who took it on an earlier day', async () => {
    const inbox = new InboxStore('hub.screening');
    const [told, untold] = [randomUUID(), randomUUID()];
    await unitOfWork.run((tx) => inbox.take(tx, [parcel(told, '2026-11-20')]));
    const again = { [AGAIN_HEADER]: '1' };
    const heard = [parcel(told, today, again), parcel(untold, today, again)];
    const taken = await unitOfWork.run((tx) => inbox.take(tx, heard));
    expect(taken.map(({ delivery }) => delivery.eventId)).toEqual([untold]);
    expect(await unitOfWork.run((tx) => inbox.take(tx, heard))).toEqual([]);
  });
});
