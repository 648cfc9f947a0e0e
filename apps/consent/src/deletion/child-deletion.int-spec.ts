import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { RecordedSpans } from '#observability/recorded-spans.js';
import { Telemetry } from '#observability/telemetry.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { eventually } from '#testing/eventually.js';
import { leader, nurse, RunningConsent, staff, type Family } from '../running-consent.fixture.js';

let hub: RunningConsent;
const admin = staff('municipal_administrator', 'ADM-1');
const otherLeader = staff('institution_leader', 'HV-2');
const elsewhere = staff('municipal_administrator', 'ADM-1', 'K2');
const daycare = { kind: 'staff', role: 'daycare_staff', organisation: 'DC-A', subject: 'day-care-x' };

beforeAll(async () => {
  await Telemetry.start({ service: 'consent', processors: [new RecordedSpans().processor] });
  hub = await RunningConsent.start('child deletion');
});
afterAll(async () => {
  await hub?.stop();
  await Telemetry.stop();
});
beforeEach(() => hub.setClock('2026-05-06T10:00:00Z'));

const query = (sql: string, params: unknown[] = []) => hub.database.dataSource.query(sql, params);
const request = (childId: string, claims = admin) =>
  hub.call(claims, 'POST', `/children/${childId}/deletion`, { reason: 'data_subject_request' });
const confirm = (childId: string, claims = leader) =>
  hub.call(claims, 'POST', `/children/${childId}/deletion/confirmation`);
const listed = async (claims = leader) => (await hub.call(claims, 'GET', '/child-deletions')).body.deletions;

/** In which tables any of these ids stands. */
async function holders(...ids: string[]): Promise<string[]> {
  const tables: { name: string }[] = await query(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [{ rows }] = await query(
      `select count(*)::int as rows from only "${name}" t where t::text like any(select '%' || id || '%' from unnest($1::text[]) as id)`,
      [ids],
    );
    if (rows > 0) found.push(name);
  }
  return found;
}

/** A family with everything that consent can hold of it. */
async function wholeFamily(): Promise<Family> {
  const family = await hub.family();
  const { childId } = family;
  await hub.ask(daycare, childId);
  await hub.granted(family);
  await hub.ask(daycare, childId);
  await hub.pushEvent(family.mother);
  return family;
}

describe('the deletion of a child', () => {
  it('is asked for by an administrator and confirmed by a second person, and by nobody else', async () => {
    const { childId } = await hub.family();
    expect((await request(childId, nurse)).status).toBe(403);
    expect((await request(childId, elsewhere)).status).toBe(404);
    expect((await confirm(childId)).status).toBe(404);
    const asked = await request(childId);
    expect([asked.status, asked.body.confirmedBy]).toEqual([201, null]);
    expect((await request(childId)).body.deletionId).toBe(asked.body.deletionId);
    expect((await confirm(childId, admin)).status).toBe(403);
    expect((await confirm(childId, otherLeader)).status).toBe(403);
    expect((await confirm(childId, elsewhere)).status).toBe(404);
    expect((await holders(childId)).length).toBeGreaterThan(3);
    expect((await confirm(childId)).body).toMatchObject({
      requestedBy: 'municipal_administrator-of-ADM-1',
      confirmedBy: 'institution_leader-of-HV-1',
    });
    expect((await confirm(childId)).status).toBe(404);
    expect((await request(childId)).status).toBe(404);
  });

  it('tells operations that the letters it asked for are due no more', async () => {
    const { childId } = await wholeFamily();
    const asked = await query(`select traceparent from outbox where type = 'consent.requested.v1' and key = $1`, [
      childId,
    ]);
    const traceIds = asked.map(({ traceparent }: { traceparent: string }) => traceparent.slice(3, 35));
    expect(traceIds).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    await request(childId);
    await confirm(childId);
    const told = await query(
      `select subject, data::jsonb as data from outbox where type = 'trace.forgotten.v1' and key = any($1)`,
      [traceIds],
    );
    expect(told).toEqual([{ subject: null, data: { traceId: traceIds[0], municipality: 'K1' } }]);
  });

  it('lapses when nobody confirms it within 14 days', async () => {
    const { childId } = await hub.family();
    await request(childId);
    await hub.setClock('2026-05-20T10:00:01Z');
    expect((await confirm(childId)).status).toBe(404);
    expect((await request(childId)).status).toBe(201);
    expect((await confirm(childId)).status).toBe(200);
  });

  it('leaves nothing of child and family in any table, and says so to the other services without a person', async () => {
    const family = await wholeFamily();
    const { childId, motherId, fatherId } = family;
    expect(await holders(childId, motherId, fatherId)).toEqual(
      expect.arrayContaining(['child', 'consent', 'consent_asked', 'consent_entry', 'custody', 'guardian']),
    );
    await request(childId);
    await confirm(childId);
    await eventually(async () => expect(await holders(childId)).toEqual([]));
    // Who has looked is kept; ids of guardians whom nobody knows any more lead nowhere.
    expect((await holders(motherId, fatherId)).filter((table) => !table.startsWith('access_log'))).toEqual([]);
    expect(await hub.identify(family.mother)).toMatchObject({ guardianId: null, children: [] });
  });

  it('keeps what other children need, and a guardian whom another child still has', async () => {
    const [one, other] = [await wholeFamily(), await wholeFamily()];
    const sibling = `640226${4}${String(900).padStart(3, '0')}`;
    hub.register.family(sibling, one.mother, one.father);
    const registered = await hub.call(nurse, 'POST', '/children', { cpr: sibling, healthVisitingUnit: 'HV-1' });
    await request(one.childId);
    await confirm(one.childId);
    expect((await hub.identify(one.mother)).guardianId).toBe(one.motherId);
    expect((await hub.identify(one.mother)).children).toMatchObject([{ childId: registered.body.childId }]);
    expect((await hub.ask(daycare, other.childId)).outcome).toBe('allowed');
  });

  it('keeps every line of the access log, which leads to nobody and can still be verified', async () => {
    const { childId } = await wholeFamily();
    const lines = 'select count(*)::int as lines from access_log';
    const [before] = await query(`${lines} where child_id = $1`, [childId]);
    const [all] = await query(lines);
    await request(childId);
    const { deletionId } = (await confirm(childId)).body;
    const own = async () => (await listed()).find((each: any) => each.deletionId === deletionId);
    expect(before.lines).toBeGreaterThan(2);
    expect(await own()).toMatchObject({ logLines: before.lines, logVerified: true });
    expect(await query(lines)).toEqual([all]);
    await expect(query(`update access_log set child_id = gen_random_uuid()`)).rejects.toThrow('only ever added to');
    await expect(query('delete from consent where consent_no > 0')).rejects.toThrow('only ever added to');
    await hub.database.dataSource.transaction(async (manager) => {
      await manager.query('set local session_replication_role = replica');
      await manager.query(
        `update access_log set outcome = 'refused' where outcome = 'allowed'
           and child_id = (select log_child_id from child_deletion where deletion_id = $1)`,
        [deletionId],
      );
    });
    expect((await own()).logVerified).toBe(false);
  });

  it('is told when every line of the child is missing from a month that is still kept', async () => {
    const { childId } = await wholeFamily();
    await request(childId);
    const { deletionId } = (await confirm(childId)).body;
    await hub.database.dataSource.transaction(async (manager) => {
      await manager.query('set local session_replication_role = replica');
      await manager.query(
        'delete from access_log where child_id = (select log_child_id from child_deletion where deletion_id = $1)',
        [deletionId],
      );
    });
    expect((await listed()).find((each: any) => each.deletionId === deletionId).logVerified).toBe(false);
  });

  it('is not undone by questions that still name the child', async () => {
    const { childId } = await hub.family();
    await request(childId);
    await confirm(childId);
    expect((await hub.ask(daycare, childId)).outcome).toBe('refused');
    await eventually(async () => expect(await holders(childId)).toEqual([]));
    const nobody = randomUUID();
    await hub.ask(daycare, nobody);
    expect((await holders(nobody)).length).toBe(1);
  });

  it('makes room for the child to be registered again, as one that was never known', async () => {
    const family = await hub.family();
    await request(family.childId);
    await confirm(family.childId);
    const again = await hub.call(nurse, 'POST', '/children', { cpr: family.child, healthVisitingUnit: 'HV-1' });
    expect(again.status).toBe(201);
    expect(again.body.childId).not.toBe(family.childId);
  });

  it('is done again by its own word in a database that was restored to before it', async () => {
    const { childId, motherId } = await wholeFamily();
    await request(childId);
    const { app } = hub.service;
    await app.get(UnitOfWork).run((tx) =>
      app.get(Outbox).append(tx, [
        {
          contract: childDeletedV1,
          key: childId,
          municipality: 'K1',
          time: '2026-05-06T10:00:00Z',
          data: { childId, municipality: 'K1' },
          traceparent: null,
        },
      ]),
    );
    await eventually(async () => expect(await holders(childId)).toEqual([]));
    expect((await holders(motherId)).filter((table) => !table.startsWith('access_log'))).toEqual([]);
  });
});
