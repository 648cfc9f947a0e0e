import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MunicipalitySchema } from '#contracts/ids.js';
import type { Tx } from '#persistence/tx.js';
import type { StaffPrincipal } from '#security/principal.js';
import { eventually } from '#testing/eventually.js';
import { DeletedChild } from '../deletion/deleted-child.store.js';
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

  it('name no child in the differences that was deleted while others were still to come', async () => {
    const children = Array.from({ length: 201 }, () => randomUUID()).sort();
    for (const [nth, childId] of [children[0]!, children.at(-1)!].entries()) {
      await screening.take({ ...entry(childId, nth + 1), municipality: MunicipalitySchema.parse('K3') });
    }
    const deleted = children[0]!;
    await screening.query(
      `insert into child_record (child_id, municipality, revision, record)
       select id, 'K3', 1, '{}' from unnest($1::uuid[]) as id on conflict do nothing`,
      [children],
    );
    await screening.query(`update child_record set record = record || '{"unit":"HV-9"}' where child_id = $1`, [
      deleted,
    ]);
    const begun = await screening
      .rebuilding()
      .begin(null, { ...operator, municipality: MunicipalitySchema.parse('K3') });
    let parts = 0;
    const facts = new FactsThen(async () => {
      parts += 1;
      if (parts === 2) await screening.unitOfWork.run((tx: Tx) => new DeletedChild().remove(tx, deleted));
    });

    const done = await screening.rebuilding(facts).run(begun);
    expect(parts).toBe(2);
    expect(done.progress.differences.map(({ place }) => place)).toContain('/unit');
    const kept = await screening.query('select progress::text as text from rebuild where rebuild_id = $1', [
      begun.rebuildId,
    ]);
    expect(kept[0].text).not.toContain(deleted);
    expect(JSON.stringify(done)).not.toContain(deleted);
  });

  it('name a view that stands there without a fact and keep it, and remove open tasks that the facts do not know', async () => {
    const municipality = MunicipalitySchema.parse('K4');
    const [whole, unfounded] = [randomUUID(), randomUUID()];
    for (const childId of [whole, unfounded]) {
      await screening.take({ ...entry(childId, 1), municipality });
      await screening.query(
        `insert into open_task (task_id, child_id, municipality, task) values (gen_random_uuid(), $1, 'K4', '{}')`,
        [childId],
      );
    }
    await screening.query('delete from child_fact where child_id = $1', [unfounded]);
    const view = () => screening.query('select revision, record from child_record where child_id = $1', [unfounded]);
    const stood = await view();
    const rebuilds = screening.rebuilding();
    const operatorThere = { ...operator, municipality };

    const { progress } = await rebuilds.run(await rebuilds.begin(null, operatorThere));
    const named = { missing: 0, kept: 1, differences: [{ childId: unfounded, place: '/' }] };
    expect(progress).toMatchObject({ total: 2, children: 1, ...named });
    expect(await screening.query(`select child_id from open_task where municipality = 'K4'`)).toEqual([
      { child_id: unfounded },
    ]);
    const alone = await rebuilds.run(await rebuilds.begin(unfounded, operatorThere));
    expect(alone.progress).toMatchObject({ total: 1, children: 0, facts: 0, ...named });
    expect(await view()).toEqual(stood);
    await expect(rebuilds.begin(unfounded, operator)).rejects.toMatchObject({ code: 'NOT_FOUND' });
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
