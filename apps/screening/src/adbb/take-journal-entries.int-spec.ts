import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { deliveryOf, entryOf, entryTrace } from '../journal-entries.fixture.js';
import { ScreeningAtWork } from '../screening-at-work.fixture.js';

const low = [1, 0, 0, 0, 1, 0, 0, 0];
const high = [1, 2, 0, 0, 1, 1, 1, 1];

describe('journal entries taken into the records', () => {
  let screening: ScreeningAtWork;
  beforeAll(async () => {
    screening = await ScreeningAtWork.start('journal_entries');
  });
  afterAll(() => screening.stop());

  it('stand in the record with their facts, their events and the trace of the entry', async () => {
    const childId = randomUUID();
    await screening.take(entryOf({ recordId: 'NVX-1', on: '2026-05-06', items: low }, childId));

    const record = await screening.recordOf(childId);
    expect(record).toMatchObject({ revision: 3, adbb: { judgement: { level: 'below_cutoff' } } });
    expect(await screening.eventsOf(childId)).toEqual(['screening.result.recorded.v1', 'screening.level.changed.v1']);
    const traces = await screening.query('select distinct traceparent from outbox where key = $1', [childId]);
    expect(traces).toEqual([{ traceparent: entryTrace }]);
  });

  it('of many children and several of one child take effect in order in one batch', async () => {
    const children = Array.from({ length: 20 }, () => randomUUID());
    const first = children.map((childId) => entryOf({ recordId: 'NVX-1', on: '2026-05-04', items: high }, childId));
    const second = children.map((childId) => entryOf({ recordId: 'NVX-2', on: '2026-05-13', items: high }, childId));
    await screening.take(...first, ...second);

    for (const childId of children) {
      expect((await screening.recordOf(childId))?.adbb.judgement).toMatchObject({ level: 'sustained', days: 9 });
      expect(await screening.eventsOf(childId)).toEqual([
        'screening.result.recorded.v1',
        'screening.level.changed.v1',
        'screening.repeat.requested.v1',
        'screening.result.recorded.v1',
        'screening.level.changed.v1',
        'focus_point.suggested.v1',
      ]);
    }
  });

  it('leave nothing behind when the batch is rolled back, and have their effect once when it is tried again', async () => {
    const childId = randomUUID();
    const entry = entryOf({ recordId: 'NVX-1', on: '2026-05-04', items: high }, childId);
    const failing = screening.unitOfWork.run(async (tx) => {
      await screening.entries.take(tx, [deliveryOf(entry)]);
      throw new Error('power cut');
    });
    await expect(failing).rejects.toThrow('power cut');
    expect(await screening.recordOf(childId)).toBeNull();
    expect(await screening.eventsOf(childId)).toEqual([]);

    await screening.take(entry);
    expect(await screening.query('select from open_task where child_id = $1', [childId])).toHaveLength(1);
    expect(await screening.query('select from due_repeat where child_id = $1', [childId])).toHaveLength(1);
  });

  it('of one new child in two transactions at once make one history', async () => {
    const childId = randomUUID();
    await Promise.all(
      ['NVX-1', 'NVX-2', 'NVX-3', 'NVX-4'].map((recordId) =>
        screening.take(entryOf({ recordId, on: '2026-05-04', items: low }, childId)),
      ),
    );
    const seqs = await screening.query('select seq from child_fact where child_id = $1 order by seq', [childId]);
    expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, nth) => nth + 1));
    expect((await screening.recordOf(childId))?.entries).toBe(4);
  });

  it('find the record again when the view was thrown away', async () => {
    const childId = randomUUID();
    await screening.take(entryOf({ recordId: 'NVX-1', on: '2026-05-04', items: high }, childId));
    await screening.query('delete from child_record where child_id = $1', [childId]);
    await screening.take(entryOf({ recordId: 'NVX-2', on: '2026-05-13', items: low }, childId));
    expect((await screening.recordOf(childId))?.adbb.judgement).toMatchObject({ level: 'not_confirmed', days: 9 });
  });

  it('keep the stored record small over many visits, and reach back for a correction of an old one', async () => {
    const childId = randomUUID();
    const visit = (nth: number) => entryOf({ recordId: `NVX-${nth}`, on: `2026-05-1${nth}`, items: low }, childId);
    for (let nth = 0; nth < 9; nth += 1) await screening.take(visit(nth));
    const [row] = await screening.query('select record from child_record where child_id = $1', [childId]);
    expect(row.record.adbb).toMatchObject({ past: 5 });
    expect((await screening.recordOf(childId))?.adbb.results).toHaveLength(9);

    await screening.take(entryOf({ recordId: 'NVX-1', version: 2, on: '2026-05-11', items: high }, childId));
    expect((await screening.eventsOf(childId)).slice(-2)).toEqual([
      'screening.result.superseded.v1',
      'screening.level.changed.v1',
    ]);
    const { adbb } = (await screening.recordOf(childId))!;
    expect(adbb.results.filter(({ recordId }) => recordId === 'NVX-1')).toMatchObject([
      { version: 1, state: 'superseded' },
      { version: 2, state: 'standing' },
    ]);
    expect(adbb.judgement).toMatchObject({ level: 'not_confirmed', days: 7 });
  });

  it('without a child leave no record', async () => {
    const entry = { ...entryOf({ recordId: 'NVX-9', on: '2026-05-04', items: low }), childId: null, adbb: [] };
    const before = await screening.query('select from child_fact');
    await screening.take(entry);
    expect(await screening.query('select from child_fact')).toHaveLength(before.length);
  });

  it('of a municipality that never set rules are judged by the defaults, which become its own', async () => {
    const entry = entryOf({ recordId: 'NVX-1', on: '2026-05-04', items: high }, randomUUID());
    await screening.take({ ...entry, municipality: 'K7' as typeof entry.municipality });
    const rules = await screening.unitOfWork.run((tx) => screening.ruleSets.all(tx, 'K7'));
    expect(rules).toMatchObject([{ name: 'K7', version: 1, cutOff: 5 }]);
  });
});
