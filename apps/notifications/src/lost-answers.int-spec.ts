import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { log } from '#observability/log.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { eventually } from '#testing/eventually.js';
import { RunningNotifications } from './fixtures/running-notifications.fixture.js';
import { LetterStore } from './letters/letter.store.js';

jest.setTimeout(60_000);

describe('a letter whose answer was lost', () => {
  let hub: RunningNotifications;

  beforeAll(async () => {
    hub = await RunningNotifications.start('lost_answers', '2026-06-01T08:05:00Z', { QUESTION_PAUSES: 'PT0.2S,PT1M' });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(() => hub.close());

  const script = (cpr: string, rules: object) => hub.control('PUT', '/recipients', { cpr, ...rules });
  const steps = async (childId: string): Promise<string[]> => {
    const rows = await hub.database.dataSource.query<{ step: string }[]>(
      `select step from letter_history join letter using (letter_id) where child_id = $1 order by entry_id`,
      [childId],
    );
    return rows.map(({ step }) => step);
  };

  it('and that went on paper stays unknown and raises one alert, however often the channel says that it does not know it', async () => {
    const family = hub.family(1);
    const { cpr } = family.guardians[0]!;
    const warned = jest.spyOn(log, 'warn');
    await script(cpr, { exempt: true, answers: [{ kind: 'time_out' }] });
    await hub.share(family);
    await eventually(async () => expect(await steps(family.childId)).toContain('asked'));
    for (const count of [0, 1, 2]) {
      hub.pass('PT5M');
      await eventually(async () => {
        const made = await steps(family.childId);
        expect(made.slice(made.indexOf('asked') + 1)).toEqual(['in_doubt', 'asked', 'asked'].slice(0, count + 1));
      });
    }

    expect(await hub.types(family.childId)).toEqual(['letter.requested', 'letter.unknown']);
    expect(await hub.states(family.childId)).toMatchObject([{ state: 'unknown', tries: 1, code: null }]);
    const open = await new UnitOfWork(hub.database.dataSource).read((tx) => new LetterStore().countOpen(tx));
    expect(open).toEqual([{ state: 'in_doubt', letters: 1 }]);
    const { calls, letters } = await hub.received(cpr);
    expect([calls.length, letters.length]).toEqual([1, 0]);
    const alerts = warned.mock.calls.filter((call) =>
      String(call[0]).startsWith('Nobody knows whether a letter went out'),
    );
    expect(alerts).toHaveLength(1);
  });

  it('and that went on paper is delivered when its receipt comes after all', async () => {
    const family = hub.family(1);
    const { cpr } = family.guardians[0]!;
    await script(cpr, {
      exempt: true,
      answers: [{ kind: 'accept_then_time_out' }],
      receipt: { mode: 'silent', after: 'PT1H' },
    });
    await hub.share(family);
    await eventually(async () => expect((await hub.types(family.childId)).at(-1)).toBe('letter.submitted'));
    hub.pass('P1D');
    await hub.stateIs(family.childId, 'delivered');
    expect((await hub.received(cpr)).calls).toHaveLength(1);
  });

  it('is not sent again by Digital Post before the word that it is not known has settled', async () => {
    const family = hub.family(1);
    const { cpr } = family.guardians[0]!;
    await script(cpr, { answers: [{ kind: 'time_out' }] });
    await hub.share(family);
    await eventually(async () => expect(await steps(family.childId)).toContain('asked'));
    expect((await hub.received(cpr)).calls).toHaveLength(1);
    hub.pass('PT5M');
    await hub.toldExactly(family.childId, [
      'letter.requested',
      'letter.unknown',
      'letter.submitted',
      'letter.delivered',
    ]);
    expect((await hub.received(cpr)).calls).toHaveLength(2);
  });

  it('keeps its channel when it is sent again, though the guardian has become exempt meanwhile', async () => {
    const family = hub.family(1);
    const { cpr } = family.guardians[0]!;
    await script(cpr, { answers: [{ kind: 'time_out' }] });
    await hub.share(family);
    await eventually(async () => expect(await steps(family.childId)).toContain('asked'));
    await script(cpr, { exempt: true });
    hub.pass('PT5M');
    const told = await hub.toldExactly(family.childId, ['letter.requested', 'letter.unknown', 'letter.failed']);
    expect(told[2]!.data).toMatchObject({ code: 'RECIPIENT_NOT_ALLOWED', tries: 2 });
    expect((await hub.received(cpr)).letters).toEqual([]);
  });
});
