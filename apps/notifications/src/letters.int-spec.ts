import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '#testing/eventually.js';
import type { Guardian } from './fixtures/guardian.fixture.js';
import { RunningNotifications } from './fixtures/running-notifications.fixture.js';

jest.setTimeout(60_000);

describe('letters', () => {
  let hub: RunningNotifications;

  beforeAll(async () => {
    hub = await RunningNotifications.start('letters', '2026-06-01T08:05:00Z', {
      QUESTION_PAUSES: 'PT0.2S,PT1M',
      NOT_KNOWN_SETTLES: 'PT0.2S',
    });
  });

  afterEach(async () => {
    hub.consent.closed = false;
    await hub.control('PUT', '/behaviour', { mode: 'up' });
  });

  afterAll(() => hub.close());

  const script = (cpr: string, rules: object) => hub.control('PUT', '/recipients', { cpr, ...rules });
  const delivered = ['letter.requested', 'letter.submitted', 'letter.delivered'];

  it('go to each guardian once, neutral, and are delivered in the trace of what was shared', async () => {
    const family = hub.family(2);
    const traceId = await hub.share(family);

    await hub.stateIs(family.childId, 'delivered');
    const told = await hub.told(family.childId);
    expect(told.map(({ type }) => type).sort()).toEqual([...delivered, ...delivered].sort());
    expect(told.every(({ traceparent }) => traceparent.slice(3, 35) === traceId)).toBe(true);
    for (const { cpr } of family.guardians) {
      const { letters, calls } = await hub.received(cpr);
      expect(calls).toHaveLength(1);
      expect(letters).toMatchObject([
        { channel: 'digital_post', senderCvr: '99999901', actionUrl: expect.stringMatching(/^https:/) },
      ]);
      expect(letters[0]!.text).toContain('Du logger på med MitID');
      expect(`${letters[0]!.text} ${letters[0]!.label} ${letters[0]!.notification}`).not.toMatch(
        /Karla|Nielsen|ADBB|\d/,
      );
    }
  });

  it('are written in the language of the guardian', async () => {
    const family = hub.family(1, 'en');
    await hub.share(family);
    await hub.stateIs(family.childId, 'delivered');
    expect((await hub.received(family.guardians[0]!.cpr)).letters[0]!.text).toContain('You log in with MitID');
  });

  it('go once per guardian when twins are shared about at the same moment, and never again for later documents', async () => {
    const first = hub.family(2);
    const second = hub.sibling(first);
    const eventId = randomUUID();
    await Promise.all([
      hub.share(first, { eventId }),
      hub.share(first, { eventId }),
      hub.share(second),
      hub.share(first),
    ]);

    await eventually(async () => {
      const letters = [...(await hub.states(first.childId)), ...(await hub.states(second.childId))];
      expect(letters.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    });
    await hub.share(second);
    const later = hub.family(1);
    await hub.share(later);
    await hub.stateIs(later.childId, 'delivered');
    for (const { cpr } of first.guardians) expect((await hub.received(cpr)).calls).toHaveLength(1);
  });

  it('are tried again after temporary errors, with growing pauses, and go on paper to a guardian who is exempt', async () => {
    const family = hub.family(2);
    const [g9, g10] = family.guardians as [Guardian, Guardian];
    await script(g9.cpr, { answers: [{ kind: 'temporary', times: 2 }], receipt: { after: 'PT20M' } });
    await script(g10.cpr, { exempt: true });
    const tries = async (count: number) => {
      await eventually(async () => expect((await hub.received(g9.cpr)).calls).toHaveLength(count));
      await eventually(async () =>
        expect((await hub.states(family.childId)).some(({ state }) => state === 'submitting')).toBe(false),
      );
    };
    await hub.share(family);

    await tries(1);
    hub.pass('PT59S');
    hub.pass('PT1S');
    await tries(2);
    hub.pass('PT1M');
    hub.pass('PT4M');
    await tries(3);
    const submittedAt = hub.now();
    hub.pass('PT20M');
    await hub.stateIs(family.childId, 'delivered');

    const told = await hub.told(family.childId);
    const { letters } = await hub.received(g9.cpr);
    const digital = told.filter(({ data }) => data.channel === 'digital_post');
    expect(digital.map(({ type }) => type)).toEqual(['letter.submitted', 'letter.delivered']);
    expect(digital[0]!.data).toMatchObject({
      tries: 3,
      messageUuid: letters[0]!.messageUuid,
      failedTries: [{ code: 'CHANNEL_UNAVAILABLE' }, { code: 'CHANNEL_UNAVAILABLE' }],
    });
    expect(digital[1]!.data.late).toBe(false);
    expect(Date.parse(digital[1]!.data.deliveredAt) - submittedAt.epochMilliseconds).toBeLessThan(21 * 60_000);
    const paper = told.filter(({ data }) => data.channel === 'physical_letter');
    expect(paper.map(({ type }) => type)).toEqual(['letter.submitted', 'letter.delivered']);
    expect((await hub.received(g10.cpr)).letters).toMatchObject([
      { channel: 'physical_letter', text: expect.stringContaining('MitID') },
    ]);
  });

  it('fail at once, told once, when the channel does not know the recipient', async () => {
    const family = hub.family(1);
    await script(family.guardians[0]!.cpr, { answers: [{ kind: 'recipient_unknown', times: 9 }] });
    await hub.share(family);

    const told = await hub.toldExactly(family.childId, ['letter.requested', 'letter.failed']);
    expect(told[1]!.data).toMatchObject({ code: 'RECIPIENT_UNKNOWN', tries: 1 });
    hub.pass('P2D');
    await hub.share(family);
    const other = hub.family(1);
    await hub.share(other);
    await hub.stateIs(other.childId, 'delivered');
    expect((await hub.received(family.guardians[0]!.cpr)).calls).toHaveLength(1);
  });

  it('fail after five tries when the channel never takes them', async () => {
    const family = hub.family(1);
    const { cpr } = family.guardians[0]!;
    await script(cpr, { answers: [{ kind: 'temporary', times: 9 }] });
    await hub.share(family);
    for (const [index, pause] of ['PT1M', 'PT5M', 'PT15M', 'PT1H'].entries()) {
      await eventually(async () => expect((await hub.received(cpr)).calls).toHaveLength(index + 1));
      await hub.stateIs(family.childId, 'requested');
      hub.pass(pause);
    }
    const told = await hub.toldExactly(family.childId, ['letter.requested', 'letter.failed']);
    expect(told[1]!.data).toMatchObject({ code: 'CHANNEL_UNAVAILABLE', tries: 5 });
    hub.pass('P3D');
    expect((await hub.received(cpr)).calls).toHaveLength(5);
  });

  it.each([
    ['is too busy', 'busy', 2, 'CHANNEL_BUSY'],
    ['answers an error of its own', 'error_500', 2, 'CHANNEL_ERROR'],
  ])('get there when the channel %s first', async (_what, kind, tries, code) => {
    const family = hub.family(1);
    await script(family.guardians[0]!.cpr, { answers: [{ kind }] });
    await hub.share(family);
    await eventually(async () =>
      expect((await hub.states(family.childId))[0]).toMatchObject({ state: 'requested', tries: 1 }),
    );
    hub.pass('PT1M');
    const told = await hub.toldExactly(family.childId, delivered);
    expect(told[1]!.data).toMatchObject({ tries, failedTries: [{ code }] });
  });

  it('go out in the same try with a new token when the channel refuses the old one', async () => {
    const family = hub.family(1);
    await script(family.guardians[0]!.cpr, { answers: [{ kind: 'unauthorized' }] });
    await hub.share(family);
    const told = await hub.toldExactly(family.childId, delivered);
    expect(told[1]!.data).toMatchObject({ tries: 1, failedTries: [] });
  });

  it('fail at once when the channel calls them invalid', async () => {
    const family = hub.family(1);
    await script(family.guardians[0]!.cpr, { answers: [{ kind: 'invalid' }] });
    await hub.share(family);
    const told = await hub.toldExactly(family.childId, ['letter.requested', 'letter.failed']);
    expect(told[1]!.data).toMatchObject({ code: 'MEMO_INVALID', tries: 1 });
  });

  it.each([['never answers'], ['answers with a page that is not its own']])(
    'are unknown, then asked about, and not sent again when the channel took them but %s',
    async (what) => {
      const family = hub.family(1);
      const { cpr } = family.guardians[0]!;
      await script(cpr, {
        answers: [{ kind: what === 'never answers' ? 'accept_then_time_out' : 'accept_then_500' }],
        receipt: { mode: 'silent', after: 'PT30M' },
      });
      await hub.share(family);
      const told = await hub.toldExactly(family.childId, ['letter.requested', 'letter.unknown', 'letter.submitted']);
      expect(told[2]!.data).toMatchObject({ tries: 1, failedTries: [] });
      hub.pass('PT1H');
      await hub.toldExactly(family.childId, [
        'letter.requested',
        'letter.unknown',
        'letter.submitted',
        'letter.delivered',
      ]);
      const { calls, letters } = await hub.received(cpr);
      expect([calls.length, letters.length]).toEqual([1, 1]);
    },
  );

  it.each([['time_out'], ['cut_line']])(
    'are sent again under the same id only when the channel says it has not got them: %s',
    async (kind) => {
      const family = hub.family(1);
      const { cpr } = family.guardians[0]!;
      await script(cpr, { answers: [{ kind }] });
      await hub.share(family);
      const told = await hub.toldExactly(family.childId, [
        'letter.requested',
        'letter.unknown',
        'letter.submitted',
        'letter.delivered',
      ]);
      expect(told[2]!.data).toMatchObject({ tries: 2, failedTries: [{ code: 'ANSWER_LOST' }] });
      const { calls, letters } = await hub.received(cpr);
      expect(new Set(calls.map(({ messageUuid }) => messageUuid)).size).toBe(1);
      expect([calls.length, letters.length]).toEqual([2, 1]);
    },
  );

  it('stay unknown while the channel cannot be asked, and are not sent again', async () => {
    const family = hub.family(1);
    const { cpr } = family.guardians[0]!;
    await script(cpr, { answers: [{ kind: 'accept_then_time_out' }], receipt: { mode: 'silent' } });
    await hub.share(family);
    await eventually(async () => expect((await hub.received(cpr)).calls).toHaveLength(1));
    await hub.control('PUT', '/behaviour', { mode: 'down' });
    await eventually(async () => expect(await questions(family.childId)).toBeGreaterThanOrEqual(1));
    expect((await hub.states(family.childId))[0]!.state).toBe('unknown');
    await hub.control('PUT', '/behaviour', { mode: 'up' });
    hub.pass('PT1M');
    await hub.stateIs(family.childId, 'delivered');
    expect((await hub.received(cpr)).calls).toHaveLength(1);
  });

  const questions = async (childId: string): Promise<number> => {
    const [row] = await hub.database.dataSource.query<{ questions: number }[]>(
      'select questions from letter where child_id = $1',
      [childId],
    );
    return row?.questions ?? 0;
  };

  it('whose sender died after the try was recorded are asked about before anything is sent', async () => {
    for (const wasTaken of [false, true]) {
      const family = hub.family(1);
      const { cpr } = family.guardians[0]!;
      await script(cpr, { answers: [{ kind: wasTaken ? 'accept_then_500' : 'temporary' }], receipt: { mode: 'none' } });
      await hub.share(family);
      await eventually(async () => expect((await hub.received(cpr)).calls).toHaveLength(1));
      await eventually(async () =>
        expect((await hub.states(family.childId))[0]!.state).toMatch(wasTaken ? /submitted/ : /requested/),
      );
      // What a process leaves behind that is killed between recording its try and recording the answer.
      await hub.database.dataSource.query(
        `update letter set state = 'submitting', version = version + 1, tried_at = requested_at, submitted_at = null, due_at = requested_at where child_id = $1`,
        [family.childId],
      );
      await hub.stateIs(family.childId, 'submitted');
      const { calls, letters } = await hub.received(cpr);
      expect([calls.length, letters.length]).toEqual([wasTaken ? 1 : 2, 1]);
      expect(
        (await hub.types(family.childId)).filter((type) => type === 'letter.unknown').length,
      ).toBeGreaterThanOrEqual(1);
    }
  });

  it('are cancelled when custody has ended before they are sent, and sent when it is back at the next sharing', async () => {
    const family = hub.family(1);
    hub.consent.holders.set(family.childId, []);
    await hub.share(family);
    const told = await hub.toldExactly(family.childId, ['letter.requested', 'letter.cancelled']);
    expect(told[1]!.data).toMatchObject({ code: 'NOT_GUARDIAN' });
    expect((await hub.received(family.guardians[0]!.cpr)).calls).toHaveLength(0);

    hub.consent.holders.set(family.childId, [family.guardians[0]!.guardianId]);
    await hub.share(family);
    await hub.toldExactly(family.childId, ['letter.requested', 'letter.cancelled', ...delivered]);
  });

  it('wait when custody or the channel cannot be asked, without using up a try', async () => {
    const family = hub.family(1);
    hub.consent.closed = true;
    await hub.share(family);
    await eventually(async () => expect(await postponed(family.childId)).toBe(1));
    hub.consent.closed = false;
    await hub.control('PUT', '/behaviour', { mode: 'lookup_down' });
    hub.pass('PT15S');
    await eventually(async () => expect(await postponed(family.childId)).toBe(2));
    await hub.control('PUT', '/behaviour', { mode: 'up' });
    hub.pass('PT1M');
    const told = await hub.toldExactly(family.childId, delivered);
    expect(told[1]!.data).toMatchObject({ tries: 1, failedTries: [] });
  });

  const postponed = async (childId: string): Promise<number> => {
    const [row] = await hub.database.dataSource.query<{ postponed: number }[]>(
      'select postponed from letter where child_id = $1',
      [childId],
    );
    return row?.postponed ?? 0;
  };

  it('are shared by instances side by side without going out twice', async () => {
    const other = await hub.another();
    const families = Array.from({ length: 20 }, () => hub.family(1));
    await Promise.all(families.map((family) => hub.share(family)));
    for (const { childId, guardians } of families) {
      await hub.stateIs(childId, 'delivered');
      expect((await hub.received(guardians[0]!.cpr)).calls).toHaveLength(1);
    }
    await other.close();
  });

  /** What a database that was put back to before the letter does not know; the event that ordered it is heard again. */
  const forget = async (childId: string, eventId: string): Promise<void> => {
    const own = 'letter_id in (select letter_id from letter where child_id = $1)';
    await hub.database.dataSource.transaction(async (manager) => {
      await manager.query(`select set_config('hub.deletes_a_child', 'on', true)`);
      for (const table of ['receipt', 'letter_history', 'letter'])
        await manager.query(`delete from ${table} where ${own}`, [childId]);
      await manager.query('delete from outbox where key = $1', [childId]);
      await manager.query('delete from inbox where event_id = $1', [eventId]);
    });
  };

  it.each([
    ['by Digital Post', {}],
    ['on paper', { exempt: true }],
  ])(
    'that went out %s before the database was put back are ordered again as they were, and not sent',
    async (_, way) => {
      const family = hub.family(1);
      const { cpr } = family.guardians[0]!;
      const eventId = randomUUID();
      await script(cpr, way);
      await hub.share(family, { eventId });
      await hub.stateIs(family.childId, 'delivered');
      const [before] = await hub.states(family.childId);
      const told = (await hub.told(family.childId)).map(({ type, data }) => ({ type, data }));

      await forget(family.childId, eventId);
      await hub.share(family, { eventId });

      await hub.stateIs(family.childId, 'delivered');
      expect(await hub.states(family.childId)).toEqual([before]);
      expect((await hub.told(family.childId)).map(({ type, data }) => ({ type, data }))).toEqual(told);
      expect((await hub.received(cpr)).calls).toHaveLength(1);
    },
  );

  it('to a guardian of two children stay one, whichever event is heard first in a database that was put back', async () => {
    const first = hub.family(1);
    const second = hub.sibling(first);
    const eventId = randomUUID();
    await hub.share(first, { eventId });
    await hub.stateIs(first.childId, 'delivered');
    await forget(first.childId, eventId);
    await hub.share(second);
    await hub.stateIs(second.childId, 'delivered');
    await hub.share(first, { eventId });
    await hub.toldExactly(second.childId, delivered);
    expect((await hub.received(first.guardians[0]!.cpr)).calls).toHaveLength(1);
  });

  it('have a history that only grows', async () => {
    await expect(hub.database.dataSource.query('update letter_history set step = $1', ['x'])).rejects.toThrow(
      'only added',
    );
    await expect(hub.database.dataSource.query('delete from letter_history')).rejects.toThrow('only added');
  });
});
