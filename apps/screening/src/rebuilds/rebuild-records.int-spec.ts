import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MunicipalitySchema } from '#contracts/ids.js';
import type { Tx } from '#persistence/tx.js';
import type { StaffPrincipal } from '#security/principal.js';
import { eventually } from '#testing/eventually.js';
import { entryOf } from '../journal-entries.fixture.js';
import { KeptFacts } from '../record/kept-facts.store.js';
import type { PlacedFact } from '../record/record-batch.js';
import { ScreeningAtWork } from '../screening-at-work.fixture.js';

const low = [1, 0, 0, 0, 1, 0, 0, 0];
const operator: StaffPrincipal = {
  kind: 'staff',
  subject: 'op-1',
  role: 'ops_operator',
  organisation: 'OPS',
  municipality: 'K1',
};

/** The facts, and what happens in the world right after they were read. */
class FactsThen extends KeptFacts {
  constructor(private readonly afterwards: () => Promise<void>) {
    super();
  }

  override async of(...[tx, childIds, types]: Parameters<KeptFacts['of']>): Promise<PlacedFact[]> {
    const facts = await super.of(tx, childIds, types);
    await this.afterwards();
    return facts;
  }
}

describe('records folded again from the facts', () => {
  let screening: ScreeningAtWork;
  beforeAll(async () => {
    screening = await ScreeningAtWork.start('rebuild_records');
  });
  afterAll(() => screening.stop());

  const entry = (childId: string, nth: number) =>
    entryOf({ recordId: `NVX-${nth}`, on: `2026-05-0${nth}`, items: low }, childId);

  async function withViewThrownAway(): Promise<string> {
    const childId = randomUUID();
    await screening.take(entry(childId, 1));
    await screening.query('delete from child_record where child_id = $1', [childId]);
    return childId;
  }

  async function expectWhole(childId: string, entries: number): Promise<void> {
    const [{ facts }] = await screening.query('select count(*)::int as facts from child_fact where child_id = $1', [
      childId,
    ]);
    const [row] = await screening.query('select revision from child_record where child_id = $1', [childId]);
    expect(row).toEqual({ revision: facts });
    expect((await screening.recordOf(childId))?.adbb.results).toHaveLength(entries);
  }

  it('never overtake an event that comes while a view that was thrown away is rebuilt', async () => {
    const childId = await withViewThrownAway();
    const begun = await screening.rebuilding().begin(childId, operator);
    let event = Promise.resolve();
    let done = false;
    const facts = new FactsThen(async () => {
      event = screening.take(entry(childId, 2)).then(() => void (done = true));
      await eventually(async () => expect(done || (await somebodyWaitsForALock())).toBe(true));
    });

    await screening.rebuilding(facts).run(begun);
    await event;
    await expectWhole(childId, 2);
    await screening.take(entry(childId, 3));
    await expectWhole(childId, 3);
  });

  async function somebodyWaitsForALock(): Promise<boolean> {
    const waiting = await screening.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  }

  it('are whole again with the next event, though the view was locked in between and nothing happened', async () => {
    const childId = await withViewThrownAway();
    await screening.unitOfWork.run(async (tx: Tx) => {
      await screening.records.keep(tx, await screening.records.lock(tx, new Map([[childId, 'K1']])));
    });
    await screening.take(entry(childId, 2));
    await expectWhole(childId, 2);
  });

  it('are those of the operator’s municipality alone', async () => {
    const mine = await withViewThrownAway();
    const other = randomUUID();
    await screening.take({ ...entry(other, 1), municipality: MunicipalitySchema.parse('K2') });
    await screening.query('delete from child_record where child_id = $1', [other]);
    const rebuilds = screening.rebuilding();

    await expect(rebuilds.begin(other, operator)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const [{ children }] = await screening.query(
      `select count(distinct child_id)::int as children from child_fact where municipality = 'K1'`,
    );
    const done = await rebuilds.run(await rebuilds.begin(null, operator));
    expect(done.progress).toMatchObject({ total: children, children, missing: 1 });
    expect(
      await screening.query('select child_id from child_record where child_id = any($1)', [[mine, other]]),
    ).toEqual([{ child_id: mine }]);
    expect(await rebuilds.find(done.rebuildId, 'K1')).toMatchObject({ rebuildId: done.rebuildId });
    expect(await rebuilds.find(done.rebuildId, 'K2')).toBeNull();
  });
});
