import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '#testing/eventually.js';
import type { Family } from './fixtures/family.fixture.js';
import { RunningNotifications } from './fixtures/running-notifications.fixture.js';

jest.setTimeout(60_000);

describe('a first letter to a guardian of several children', () => {
  let hub: RunningNotifications;

  beforeAll(async () => {
    hub = await RunningNotifications.start('letter_reasons', '2026-06-01T08:05:00Z');
  });

  afterAll(() => hub.close());

  const nurse = {
    principal_kind: 'staff',
    sub: 'nurse-1',
    role: 'health_visitor',
    municipality: 'K1',
    organisation: 'HV-1',
  } as const;
  const delivered = ['letter.requested', 'letter.submitted', 'letter.delivered'];
  const ends = ({ childId }: Family) => hub.consent.holders.set(childId, []);
  const rows = (sql: string, childId: string) => hub.database.dataSource.query<unknown[]>(sql, [childId]);
  /** The letter has been ordered for the first child and waits, because custody cannot be asked about; then the others are shared about. */
  const waiting = async (first: Family, ...others: Family[]): Promise<string[]> => {
    hub.consent.closed = true;
    const traces = [await hub.share(first)];
    await eventually(async () =>
      expect(await rows('select 1 from letter where child_id = $1 and postponed > 0', first.childId)).toHaveLength(1),
    );
    for (const other of others) {
      traces.push(await hub.share(other));
      await eventually(async () =>
        expect(await rows('select 1 from letter_reason where child_id = $1', other.childId)).toHaveLength(1),
      );
    }
    return traces;
  };
  const goOn = () => {
    hub.consent.closed = false;
    hub.pass('PT1M');
  };

  it('goes out for the other child when custody of the one it was ordered for has ended', async () => {
    const first = hub.family(1);
    const second = hub.sibling(first);
    const [firstTrace, secondTrace] = await waiting(first, second);
    const [before] = await hub.states(first.childId);
    ends(first);
    goOn();

    const left = await hub.toldExactly(first.childId, ['letter.requested', 'letter.cancelled']);
    expect(left[1]!.data).toMatchObject({ letterId: before!.letter_id, childId: first.childId, code: 'NOT_GUARDIAN' });
    expect(left.every(({ traceparent }) => traceparent.slice(3, 35) === firstTrace)).toBe(true);
    const told = await hub.toldExactly(second.childId, delivered);
    expect(told.every(({ data }) => data.letterId === before!.letter_id && data.childId === second.childId)).toBe(true);
    expect(told.every(({ traceparent }) => traceparent.slice(3, 35) === secondTrace)).toBe(true);
    const { calls } = await hub.received(first.guardians[0]!.cpr);
    expect(calls.map(({ messageUuid }) => messageUuid)).toEqual([before!.message_uuid]);
    const listed = async ({ childId }: Family) => (await hub.ask(`/children/${childId}/letters`, nurse)).body.letters;
    expect(await listed(first)).toMatchObject([{ childId: first.childId, state: 'cancelled', code: 'NOT_GUARDIAN' }]);
    expect(await listed(second)).toMatchObject([{ childId: second.childId, state: 'delivered', code: null }]);
  });

  it('goes out for the one child that is left, and is not told of for those whose custody has ended', async () => {
    const first = hub.family(1);
    const [second, third] = [hub.sibling(first), hub.sibling(first)];
    await waiting(first, second, third);
    ends(first);
    ends(second);
    goOn();
    await hub.toldExactly(third.childId, delivered);
    expect(await hub.types(second.childId)).toEqual([]);
    expect((await hub.received(first.guardians[0]!.cpr)).calls).toHaveLength(1);
  });

  it('comes back to the first child when custody of the second ends before it has gone out', async () => {
    const first = hub.family(1);
    const second = hub.sibling(first);
    await waiting(first, second);
    await hub.control('PUT', '/behaviour', { mode: 'lookup_down' });
    ends(first);
    goOn();
    await hub.toldExactly(second.childId, ['letter.requested']);
    hub.consent.holders.set(
      first.childId,
      first.guardians.map(({ guardianId }) => guardianId),
    );
    await hub.share(first);
    await eventually(async () =>
      expect(
        await rows('select 1 from letter_reason where child_id = $1 and ended_at is null', first.childId),
      ).toHaveLength(1),
    );
    ends(second);
    await hub.control('PUT', '/behaviour', { mode: 'up' });
    await eventually(async () => {
      // A try that was under way while the clock was moved is due again an hour after that.
      hub.pass('PT1H');
      expect(await hub.types(first.childId)).toContain('letter.submitted');
    });
    await hub.toldExactly(first.childId, ['letter.requested', 'letter.cancelled', ...delivered]);
    await hub.toldExactly(second.childId, ['letter.requested', 'letter.cancelled']);
    expect((await hub.received(first.guardians[0]!.cpr)).calls).toHaveLength(1);
  });

  it('is cancelled when custody of every child has ended', async () => {
    const first = hub.family(1);
    const second = hub.sibling(first);
    await waiting(first, second);
    ends(first);
    ends(second);
    goOn();
    await hub.toldExactly(first.childId, ['letter.requested', 'letter.cancelled']);
    expect(await hub.types(second.childId)).toEqual([]);
    expect((await hub.received(first.guardians[0]!.cpr)).calls).toHaveLength(0);
  });

  it('reaches the guardian once, whether the second sharing is heard of before or after the first letter is cancelled', async () => {
    const families = Array.from({ length: 20 }, () => hub.family(1)).map((first) => ({
      first,
      second: hub.sibling(first),
    }));
    for (const { first } of families) ends(first);
    await Promise.all(families.flatMap(({ first, second }) => [hub.share(first), hub.share(second)]));
    for (const { first, second } of families) {
      await eventually(async () => {
        // What found the channel too busy is due again an hour later.
        hub.pass('PT1H');
        expect((await hub.states(second.childId)).map(({ state }) => state)).toEqual(['delivered']);
      });
      expect((await hub.received(first.guardians[0]!.cpr)).calls).toHaveLength(1);
    }
  });
});
