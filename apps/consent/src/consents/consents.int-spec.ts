import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { leader, nurse, portal, RunningConsent, screening, staff } from '../running-consent.fixture.js';

let hub: RunningConsent;

beforeAll(async () => {
  hub = await RunningConsent.start('consents');
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  hub.register.failure = 'none';
  await hub.setClock('2026-05-06T10:00:00Z');
});

const daycare = (organisation = 'DC-A', role = 'daycare_staff') => ({
  kind: 'staff',
  role,
  organisation,
  subject: `${role}-x`,
});
const codeFor = async (childId: string, asker: object = daycare(), rest: object = {}) =>
  (await hub.ask(asker, childId, rest)).code;

describe('a consent', () => {
  it('opens one kind to one receiver when both guardians have granted, and closes when one withdraws (R6, R13, R14)', async () => {
    const { childId, motherId, fatherId } = await hub.family();
    expect(await codeFor(childId)).toBe('CONSENT_MISSING');
    const consentId = await hub.asked(childId);
    expect(await codeFor(childId)).toBe('CONSENT_INCOMPLETE');
    const first = await hub.answer(consentId, motherId, 'granted');
    expect(first.body).toMatchObject({ state: 'pending', missingAnswers: 1, mayAnswer: ['withdrawn'] });
    expect(await codeFor(childId)).toBe('CONSENT_INCOMPLETE');
    const second = await hub.answer(consentId, fatherId, 'granted', { language: 'en' });
    expect(second.body).toMatchObject({ state: 'active', code: null, completedAt: expect.any(String) });

    expect(await hub.ask(daycare(), childId)).toMatchObject({ outcome: 'allowed', rule: 'R13' });
    expect(await codeFor(childId, daycare('DC-B'))).toBe('CONSENT_MISSING');
    expect(await codeFor(childId, daycare(), { documentKind: 'health_visit_summary' })).toBe('CONSENT_MISSING');
    expect(await codeFor(childId, daycare(), { documentKind: 'child_record' })).toBe('CONSENT_MISSING');
    expect(await codeFor(childId, daycare(), { action: 'write' })).toBe('ROLE_NOT_ALLOWED');
    expect(await codeFor(childId, daycare('DC-A', 'area_leader'))).toBe('ROLE_NOT_ALLOWED');
    expect(await codeFor(childId, daycare(), { municipality: 'K2' })).toBe('WRONG_TENANT');
    expect(await codeFor(childId, daycare(), { transitionId: randomUUID() })).toBe('CONSENT_WRONG_TRANSITION');

    const withdrawn = await hub.answer(consentId, motherId, 'withdrawn');
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', code: 'CONSENT_WITHDRAWN', mayAnswer: [] });
    expect(await codeFor(childId)).toBe('CONSENT_WITHDRAWN');
    for (const type of ['requested', 'completed', 'withdrawn']) {
      expect(await hub.published(`consent.${type}.v1`, childId)).toHaveLength(1);
    }
    expect(await hub.published('consent.granted.v1', childId)).toEqual([
      { consentId, childId, municipality: 'K1', guardianId: motherId },
      { consentId, childId, municipality: 'K1', guardianId: fatherId },
    ]);
  });

  it('that is newer decides, also while it waits; after a withdrawal everybody grants anew', async () => {
    const family = await hub.family();
    const { childId, motherId, fatherId } = family;
    const old = await hub.granted(family);
    const renewed = await hub.asked(childId, { documentKinds: ['adbb_result', 'health_observation'] });
    expect(await codeFor(childId)).toBe('CONSENT_INCOMPLETE');
    await hub.answer(renewed, motherId, 'granted');
    await hub.answer(renewed, fatherId, 'granted');
    expect(await codeFor(childId)).toBeNull();
    await hub.answer(renewed, fatherId, 'withdrawn');
    expect(await codeFor(childId)).toBe('CONSENT_WITHDRAWN');
    expect((await hub.call(nurse, 'GET', `/children/${childId}/consents`)).body.consents).toMatchObject([
      { consentId: renewed, state: 'withdrawn' },
      { consentId: old, state: 'active' },
    ]);
  });

  it('is over after its last day, and declined by one guardian', async () => {
    const family = await hub.family();
    await hub.granted(family, { validUntil: '2026-05-07' });
    await hub.setClock('2026-05-07T21:59:00Z');
    expect(await codeFor(family.childId)).toBeNull();
    await hub.setClock('2026-05-07T22:00:30Z');
    expect(await codeFor(family.childId)).toBe('CONSENT_EXPIRED');
    const consentId = await hub.asked(family.childId);
    expect((await hub.answer(consentId, family.fatherId, 'declined')).body.state).toBe('declined');
    expect(await codeFor(family.childId)).toBe('CONSENT_INCOMPLETE');
    const late = await hub.answer(consentId, family.motherId, 'granted');
    expect([late.status, late.body.code]).toEqual([409, 'STATE_CONFLICT']);
  });

  it('keeps its receipt with purpose, receiver, documents and all dates after it was withdrawn', async () => {
    const family = await hub.family();
    const { childId, motherId, fatherId } = family;
    const consentId = await hub.granted(family);
    await hub.answer(consentId, fatherId, 'withdrawn');
    const list = await hub.call(portal, 'GET', `/guardians/${motherId}/consents`);
    expect(list.body.consents).toMatchObject([
      {
        consentId,
        childId,
        type: 'pass_on_to_daycare',
        documentKinds: ['adbb_result'],
        sender: 'HV-1',
        receiver: 'DC-A',
        placesWithheld: false,
        validUntil: '2026-12-31',
        gdprBasis: expect.stringContaining('GDPR'),
        state: 'withdrawn',
        answers: [
          { own: true, by: 'guardian', decision: 'granted', textVersion: 1, language: 'da' },
          { own: false, decision: 'granted' },
          { own: false, decision: 'withdrawn' },
        ],
        completedAt: expect.any(String),
        endedAt: expect.any(String),
        texts: [{ language: 'da' }, { language: 'en' }],
      },
    ]);
    const one = await hub.call(portal, 'GET', `/consents/${consentId}?guardianId=${motherId}`);
    expect({ ...one.body, asOf: '' }).toEqual({ ...list.body.consents[0], asOf: '' });
  });

  it('leaves one history when two guardians answer and withdraw in the same second', async () => {
    for (let round = 0; round < 5; round += 1) {
      const family = await hub.family();
      const { childId, motherId, fatherId } = family;
      const consentId = await hub.asked(childId);
      const tries = [motherId, fatherId].flatMap((id) =>
        ['granted', 'withdrawn', 'declined', 'granted'].map((decision) => hub.answer(consentId, id, decision)),
      );
      const answers = await Promise.all(tries);
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      const { body } = await hub.call(portal, 'GET', `/consents/${consentId}?guardianId=${motherId}`);
      const taken = answers.filter(({ status }) => status === 200).length;
      expect(body.answers).toHaveLength(taken);
      const decisions: string[] = body.answers.map(({ decision }: any) => decision);
      expect(decisions.slice(0, -1).every((decision) => decision === 'granted')).toBe(true);
      const both = body.answers.some(({ own }: any) => own) && body.answers.some(({ own }: any) => !own);
      const last = decisions.at(-1)!;
      expect(body.state).toBe(last === 'granted' ? (both ? 'active' : 'pending') : last);
      const told = ['granted', 'declined', 'withdrawn'].map((decision) =>
        hub.published(`consent.${decision}.v1`, childId),
      );
      expect((await Promise.all(told)).flat()).toHaveLength(taken);
    }
  });

  it('is asked for and answered once, however often a lost answer makes the caller repeat', async () => {
    const { childId, motherId } = await hub.family();
    const key = randomUUID();
    const asked = await Promise.all([1, 2, 3].map(() => hub.request(childId, {}, nurse, key)));
    expect(new Set(asked.map(({ body }) => body.consentId)).size).toBe(1);
    const { consentId } = asked[0]!.body;
    const again = randomUUID();
    const granted = await Promise.all([1, 2, 3].map(() => hub.answer(consentId, motherId, 'granted', {}, again)));
    expect(granted.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await hub.published('consent.granted.v1', childId)).toHaveLength(1);
    const login = { broker: 'mitid', assurance: 'substantial', authenticatedAt: '2026-05-06T09:59:00Z' };
    expect((await hub.answer(consentId, motherId, 'granted', { login }, again)).status).toBe(200);
    expect(await hub.published('consent.granted.v1', childId)).toHaveLength(1);
    const other = await hub.answer(consentId, motherId, 'withdrawn', {}, again);
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('is granted whole or not at all when the caller goes away in the middle, and once when the caller comes back', async () => {
    const { childId, motherId } = await hub.family();
    const consentId = await hub.asked(childId);
    const keys = Array.from({ length: 6 }, () => randomUUID());
    const token = await hub.tokenFor(portal);
    const login = { broker: 'mitid', assurance: 'substantial', authenticatedAt: '2026-05-06T09:55:00Z' };
    const grant = { guardianId: motherId, decision: 'granted', textVersion: 1, language: 'da', login };
    for (const key of keys) {
      const leaving = new AbortController();
      const sent = fetch(`${hub.service.url}/consents/${consentId}/answers`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(grant),
        signal: leaving.signal,
      }).catch(() => null);
      await hub.call(portal, 'GET', `/consents/${randomUUID()}?guardianId=${motherId}`);
      leaving.abort();
      await sent;
    }
    const again = await Promise.all(keys.map((key) => hub.answer(consentId, motherId, 'granted', {}, key)));
    expect(again.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const { body } = await hub.call(portal, 'GET', `/consents/${consentId}?guardianId=${motherId}`);
    expect(body).toMatchObject({ state: 'pending', answers: [{ own: true, decision: 'granted' }] });
    expect(await hub.published('consent.granted.v1', childId)).toHaveLength(1);
  });

  it.each([
    ['a kind of consent nobody knows', { type: 'pass_on_to_moon' }, 'body/type'],
    ['a kind of document that no consent covers', { documentKinds: ['journal_report'] }, 'body/documentKinds/0'],
    ['a last day that is over', { validUntil: '2026-05-05' }, 'body/validUntil'],
    ['a last day more than a year ahead', { validUntil: '2027-05-07' }, 'body/validUntil'],
    ["the child's own unit as receiver", { receiver: 'HV-1' }, 'body/receiver'],
    ['a transition where there is none', { transitionId: randomUUID() }, 'body/transitionId'],
    ['no transition where there must be one', { type: 'hand_over_at_transition' }, 'body/transitionId'],
    ['more than is known', { sender: 'DC-B' }, 'body'],
  ])('is not asked for with %s', async (_case, rest, place) => {
    const { childId } = await hub.family();
    const answer = await hub.request(childId, rest);
    expect([answer.status, answer.body.code, answer.body.place]).toEqual([422, 'SHAPE_INVALID', place]);
    expect(await hub.published('consent.requested.v1', childId)).toEqual([]);
  });

  it('is asked for by the unit alone, and answered by those with custody alone', async () => {
    const family = await hub.family();
    const { childId, motherId, fatherId } = family;
    const stranger = (await hub.family()).motherId;
    const asBy = async (role: string, organisation: string, municipality = 'K1') =>
      (await hub.request(childId, {}, staff(role, organisation, municipality))).body.code;
    expect(await asBy('health_visitor', 'HV-2')).toBe('ROLE_NOT_ALLOWED');
    expect(await asBy('daycare_staff', 'DC-A')).toBe('ROLE_NOT_ALLOWED');
    expect(await asBy('health_visitor', 'HV-1', 'K2')).toBe('NOT_FOUND');
    const consentId = await hub.asked(childId);
    const codes = await Promise.all([
      hub.answer(consentId, stranger, 'granted'),
      hub.answer(randomUUID(), motherId, 'granted'),
      hub.call(portal, 'GET', `/consents/${consentId}?guardianId=${stranger}`),
      hub.call(portal, 'GET', `/consents/${randomUUID()}?guardianId=${motherId}`),
      hub.call(screening, 'GET', `/consents/${consentId}?guardianId=${motherId}`),
      hub.call(leader, 'GET', `/guardians/${motherId}/consents`),
      hub.answer(consentId, fatherId, 'granted', { textVersion: 2 }),
      hub.answer(consentId, fatherId, 'granted', { language: 'tr' }),
      hub.answer(consentId, fatherId, 'withdrawn'),
    ]);
    expect(codes.map(({ body }) => body.code)).toEqual([
      ...Array(4).fill('NOT_GUARDIAN'),
      'ROLE_NOT_ALLOWED',
      'ROLE_NOT_ALLOWED',
      'STATE_CONFLICT',
      'SHAPE_INVALID',
      'STATE_CONFLICT',
    ]);
    expect((await hub.call(portal, 'GET', `/guardians/${stranger}/consents`)).body).toEqual({ consents: [] });
  });

  it('cannot be asked for where nobody holds custody, nor while the register is silent', async () => {
    const { childId } = await hub.family({ custody: [{ type: 5 }] });
    const nobody = await hub.request(childId);
    expect([nobody.status, nobody.body.code]).toEqual([409, 'STATE_CONFLICT']);
    const family = await hub.family();
    const consentId = await hub.asked(family.childId);
    await hub.setClock('2026-05-06T10:02:00Z');
    hub.register.failure = 'fault';
    const [asked, answered] = [
      await hub.request(family.childId),
      await hub.answer(consentId, family.motherId, 'granted'),
    ];
    expect([asked.status, answered.status]).toEqual([503, 503]);
  });

  it('and its history can only be added to', async () => {
    const { childId } = await hub.family();
    await hub.asked(childId);
    for (const sql of [
      `update consent set receiver = 'DC-B'`,
      'delete from consent_entry',
      `update consent_entry set decision = 'granted'`,
      'truncate consent_entry',
    ]) {
      await expect(hub.database.dataSource.query(sql)).rejects.toThrow('only ever added to');
    }
  });
});
