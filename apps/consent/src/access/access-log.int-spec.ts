import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '#testing/eventually.js';
import { leader, nurse, portal, RunningConsent, screening, staff } from '../running-consent.fixture.js';

let hub: RunningConsent;
const admin = staff('municipal_administrator', 'ADM-1');

beforeAll(async () => {
  hub = await RunningConsent.start('access log');
});
afterAll(() => hub?.stop());
beforeEach(() => hub.setClock('2026-05-06T10:00:00Z'));

const daycare = { kind: 'staff', role: 'daycare_staff', organisation: 'DC-A', subject: 'day-care-x' };

describe('the access log', () => {
  it('tells why somebody was allowed and why refused, by rule, words and facts', async () => {
    const family = await hub.family();
    const { childId, motherId } = family;
    await hub.ask(daycare, childId);
    const consentId = await hub.granted(family);
    await hub.ask(daycare, childId);
    await hub.answer(consentId, motherId, 'withdrawn');
    await hub.ask(daycare, childId);
    const ofStaff = (answer: { body: any }) => answer.body.entries.filter(({ role }: any) => role === 'daycare_staff');
    const mothers = await hub.call(portal, 'GET', `/children/${childId}/access-log?guardianId=${motherId}&who=staff`);
    const facts = { relation: 'other_institution', consentId };
    expect(ofStaff(mothers)).toMatchObject([
      { outcome: 'refused', code: 'CONSENT_WITHDRAWN', why: { rule: 'R14', ...facts, consentState: 'withdrawn' } },
      { outcome: 'allowed', code: null, why: { rule: 'R13', ...facts, consentState: 'active' } },
      {
        outcome: 'refused',
        code: 'CONSENT_MISSING',
        why: { rule: 'R13', relation: 'other_institution', consentId: null },
      },
    ]);
    for (const { why } of mothers.body.entries) {
      expect(why).toMatchObject({ da: expect.stringMatching(/\.$/), en: expect.stringMatching(/\.$/) });
    }
    expect(JSON.stringify(mothers.body)).not.toMatch(/day-care-x|health_visitor-of/);
    const leaders = await hub.call(leader, 'GET', `/children/${childId}/access-log`);
    expect(ofStaff(leaders)[0]).toMatchObject({ staffSubject: 'day-care-x', why: { consentState: 'withdrawn' } });
    const refusals = await hub.call(leader, 'GET', `/children/${childId}/access-log?outcome=refused`);
    expect(refusals.body.entries.map(({ code }: any) => code)).toEqual(['CONSENT_WITHDRAWN', 'CONSENT_MISSING']);
  });

  it('names no place to a guardian while the other one is protected', async () => {
    const { childId, mother, motherId, fatherId } = await hub.family();
    hub.register.people.set(mother, { ...hub.register.people.get(mother), protectedFrom: '2026-01-01' });
    await hub.pushEvent(mother);
    await hub.ask(daycare, childId);
    const seenBy = async (id: string) =>
      (await hub.call(portal, 'GET', `/children/${childId}/access-log?guardianId=${id}`)).body;
    const fathers = await seenBy(fatherId);
    expect(fathers.entries.length).toBeGreaterThan(1);
    expect(JSON.stringify(fathers)).not.toMatch(/DC-A|HV-1/);
    expect(fathers.entries.every(({ placesWithheld }: any) => placesWithheld)).toBe(true);
    expect(JSON.stringify(await seenBy(motherId))).toContain('DC-A');
  });

  it('names no place in the very answer that learns of the protection, which nobody had told of', async () => {
    const { childId, mother, fatherId } = await hub.family();
    await hub.ask(daycare, childId);
    hub.register.people.set(mother, { ...hub.register.people.get(mother), protectedFrom: '2026-01-01' });
    await hub.setClock('2026-05-06T10:02:00Z');
    const { body } = await hub.call(portal, 'GET', `/children/${childId}/access-log?guardianId=${fatherId}`);
    expect(body.entries.length).toBeGreaterThan(1);
    expect(JSON.stringify(body)).not.toMatch(/DC-A|HV-1/);
  });

  it('is kept for as many months as the municipality says, and leaves as whole parts', async () => {
    const { childId } = await hub.family();
    const nurseOf = (municipality: string) => staff('health_visitor', 'HV-1', municipality);
    const parts = async () =>
      (
        await hub.database.dataSource.query(
          `select relname from pg_class where relname like 'access_log_2026_05%' and relkind in ('r', 'p') order by 1`,
        )
      ).map(({ relname }: { relname: string }) => relname);
    await hub.ask({ ...daycare, organisation: 'DC-B' }, childId, { municipality: 'K2' });
    await hub.ask(daycare, childId);
    expect(await parts()).toEqual(['access_log_2026_05', 'access_log_2026_05_K1', 'access_log_2026_05_K2']);
    expect((await hub.call(admin, 'GET', '/access-log-retention')).body).toEqual({ months: 60 });
    expect((await hub.call(admin, 'PUT', '/access-log-retention', { months: 5 })).body.code).toBe('SHAPE_INVALID');
    expect((await hub.call(nurseOf('K1'), 'PUT', '/access-log-retention', { months: 6 })).body.code).toBe(
      'ROLE_NOT_ALLOWED',
    );
    expect((await hub.call(admin, 'PUT', '/access-log-retention', { months: 6 })).body).toEqual({ months: 6 });
    await hub.setClock('2026-11-30T10:00:00Z');
    await hub.ask(daycare, childId);
    expect(await parts()).toContain('access_log_2026_05_K1');
    await hub.setClock('2026-12-01T10:00:00Z');
    await eventually(async () => expect(await parts()).toEqual(['access_log_2026_05', 'access_log_2026_05_K2']));
    const left = (await hub.call(leader, 'GET', `/children/${childId}/access-log?who=staff`)).body.entries;
    expect(left.map(({ municipality, documentKind }: any) => [municipality, documentKind])).toEqual([
      ['K1', 'access_log'],
      ['K1', 'adbb_result'],
      ['K2', 'adbb_result'],
    ]);
    await hub.setClock('2031-07-01T10:00:00Z');
    await eventually(async () => expect(await parts()).toEqual([]));
    await hub.setClock('2026-05-20T10:00:00Z');
    expect((await hub.ask(daycare, childId)).code).toBe('CONSENT_MISSING');
    await expect(hub.database.dataSource.query('truncate access_log_2026_05')).rejects.toThrow('only ever added to');
    await expect(hub.database.dataSource.query('truncate "access_log_2026_05_K1"')).rejects.toThrow(
      'only ever added to',
    );
  });
});

describe('a request for information', () => {
  const request = (requesterCpr: string, childCpr: string, key: string = randomUUID(), claims = portal) =>
    hub.call(
      claims,
      'POST',
      '/information-requests',
      { municipality: 'K1', requesterCpr, childCpr, question: 'Hvordan går det? <b>' },
      { 'idempotency-key': key },
    );
  const list = async (claims = leader) => (await hub.call(claims, 'GET', '/information-requests')).body;
  const answer = (id: string, claims = leader) =>
    hub.call(
      claims,
      'POST',
      `/information-requests/${id}/answer`,
      { outcome: 'given', reason: 'Samtale på telefon' },
      { 'idempotency-key': randomUUID() },
    );

  it('is taken in alike for a child that nobody registered, and told only about one that is', async () => {
    const { child, childId, mother, father } = await hub.family({ custody: [{ type: 3 }] });
    hub.register.people.set('6504904444', { name: 'Fremmed Personsen' });
    const known = await request(father, child);
    const unknown = await request(father, '9112256999');
    const stranger = await request('6504904444', child);
    for (const taken of [known, unknown, stranger]) {
      expect([taken.status, Object.keys(taken.body)]).toEqual([202, ['informationRequestId']]);
    }
    expect(await hub.published('information.requested.v1', childId)).toMatchObject([
      { informationRequestId: known.body.informationRequestId, organisation: 'HV-1' },
      { informationRequestId: stranger.body.informationRequestId },
    ]);
    const { informationRequests } = await list();
    expect(informationRequests.filter((each: any) => each.childId === childId)).toMatchObject([
      { kinship: 'legal_parent', question: 'Hvordan går det? <b>', requesterName: 'Navn Prøvesen', outcome: null },
      { kinship: 'none', requesterName: 'Fremmed Personsen' },
    ]);
    const rows = await hub.database.dataSource.query('select r::text as row from information_request r');
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${father}|${mother}|Prøvesen|Hvordan`));
    expect((await request(father, '3102264000')).body).toMatchObject({ code: 'CPR_INVALID', place: 'body/childCpr' });
    hub.register.failure = 'fault';
    expect([(await request(father, child)).status, (await request(father, '9112256999')).status]).toEqual([503, 503]);
    hub.register.failure = 'none';
  });

  it('is answered once, by the leader of the child’s unit alone', async () => {
    const { child, childId, father } = await hub.family({ custody: [{ type: 3 }] });
    const key = randomUUID();
    const { informationRequestId: id } = (await request(father, child, key)).body;
    expect((await request(father, child, key)).body.informationRequestId).toBe(id);
    expect((await answer(id, staff('institution_leader', 'HV-2'))).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await answer(id, staff('institution_leader', 'HV-1', 'K2'))).body.code).toBe('NOT_FOUND');
    expect((await answer(id, nurse)).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await request(father, child, randomUUID(), screening)).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await list(staff('institution_leader', 'HV-2'))).informationRequests).toEqual([]);
    expect((await answer(id)).status).toBe(200);
    expect((await answer(id)).body.code).toBe('STATE_CONFLICT');
    expect((await answer(randomUUID())).body.code).toBe('NOT_FOUND');
    expect(await hub.published('information.request.answered.v1', childId)).toEqual([
      { informationRequestId: id, childId, municipality: 'K1', outcome: 'given' },
    ]);
    expect((await list()).informationRequests.find((each: any) => each.childId === childId)).toMatchObject({
      outcome: 'given',
      answeredAt: expect.any(String),
    });
  });
});
