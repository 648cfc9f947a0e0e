import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { eventually } from '#testing/eventually.js';
import { publishEvent } from '../fixtures/publish-event.fixture.js';
import { RunningNotifications } from '../fixtures/running-notifications.fixture.js';

describe('the letters of a child that is deleted', () => {
  let hub: RunningNotifications;
  beforeAll(async () => {
    hub = await RunningNotifications.start('child_deleted', '2026-06-01T08:05:00Z');
  });
  afterAll(() => hub.close());

  const query = (sql: string, params: unknown[] = []) => hub.database.dataSource.query(sql, params);
  const deletes = (childId: string) =>
    publishEvent(hub.broker, childDeletedV1, { childId, municipality: 'K1' }, '2026-06-01T08:06:00Z');
  const tables = ['letter', 'letter_reason', 'letter_history', 'receipt', 'reply', 'reply_key', 'outbox'];

  async function holders(...ids: string[]): Promise<string[]> {
    const found: string[] = [];
    for (const table of tables) {
      const [{ rows }] = await query(
        `select count(*)::int as rows from ${table} t where t::text like any(select '%' || id || '%' from unnest($1::text[]) as id)`,
        [ids],
      );
      if (rows > 0) found.push(table);
    }
    return found;
  }

  it('leave with their history and receipts, and operations hear that nothing more is due', async () => {
    const family = hub.family(1);
    const traceId = await hub.share(family);
    await hub.stateIs(family.childId, 'delivered');
    const [letter] = await hub.states(family.childId);
    expect(await holders(family.childId, letter!.letter_id)).toEqual(
      expect.arrayContaining(['letter', 'letter_history', 'receipt', 'outbox']),
    );
    await expect(query('delete from receipt')).rejects.toThrow('only added');
    await deletes(family.childId);
    await eventually(async () => expect(await holders(family.childId, letter!.letter_id)).toEqual([]));
    const told = await query(`select key from outbox where type = 'trace.forgotten.v1' and key = $1`, [traceId]);
    expect(told).toHaveLength(1);
  });

  it('go out for a sibling who waits for the same letter, once', async () => {
    const first = hub.family(1);
    const second = hub.sibling(first);
    hub.consent.closed = true;
    await hub.share(first);
    await eventually(async () =>
      expect(await query('select from letter where child_id = $1 and postponed > 0', [first.childId])).toHaveLength(1),
    );
    const trace = await hub.share(second);
    await eventually(async () =>
      expect(await query('select from letter_reason where child_id = $1', [second.childId])).toHaveLength(1),
    );
    await deletes(first.childId);
    await eventually(async () => expect(await holders(first.childId)).toEqual([]));
    hub.consent.closed = false;
    hub.pass('PT1M');
    const told = await hub.toldExactly(second.childId, ['letter.requested', 'letter.submitted', 'letter.delivered']);
    expect(told.every(({ traceparent }) => traceparent.slice(3, 35) === trace)).toBe(true);
    expect((await hub.received(first.guardians[0]!.cpr)).calls).toHaveLength(1);
  });

  it('make room for a letter of its own when a sibling is shared about afterwards', async () => {
    const first = hub.family(1);
    const second = hub.sibling(first);
    await hub.share(first);
    await hub.stateIs(first.childId, 'delivered');
    await deletes(first.childId);
    await eventually(async () => expect(await holders(first.childId)).toEqual([]));
    await hub.share(second);
    await hub.stateIs(second.childId, 'delivered');
    const { letters, calls } = await hub.received(first.guardians[0]!.cpr);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(new Set(letters.map(({ messageUuid }) => messageUuid)).size).toBe(2);
  });
});
