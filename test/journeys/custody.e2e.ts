import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loginAs } from '#local/login.js';
import { eventually } from '#testing/eventually.js';
import { openJourneyHub, type JourneyHub } from './journey-hub.js';

const enghave = { child: '7001264160', mother: '7104911142', father: '7204871143' };
const twins = { children: ['6503264150', '6503264151'], mother: '6208901140' };

let journey: JourneyHub;
let nurse: string;

beforeAll(async () => {
  journey = await openJourneyHub();
  nurse = await token('hv1-nurse');
}, 120_000);

afterAll(() => journey?.close(), 60_000);

const url = (service: 'consent' | 'parent-portal' | 'screening' | 'stand-ins'): string => journey.hub.urls[service];

const token = async (username: string): Promise<string> =>
  (await loginAs({ issuer: `${url('stand-ins')}/oidc`, username })).accessToken;

async function call(method: string, address: string, bearer: string, body?: unknown) {
  const response = await fetch(address, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as any };
}

const register = async (cpr: string): Promise<string> =>
  (await call('POST', `${url('consent')}/children`, nurse, { cpr, healthVisitingUnit: 'HV-1' })).body.childId;

const control = (method: string, door: string, body: unknown) =>
  call(method, `${url('stand-ins')}/control/custody-register/${door}`, 'nobody', body);

/** Writes and shares a summary; answers the document's id. */
async function share(childId: string): Promise<string> {
  const documents = `${url('screening')}/children/${childId}/documents`;
  const written = await call('POST', documents, nurse, { kind: 'health_visit_summary', text: 'Barnet trives.' });
  const { documentId } = written.body;
  const shared = await call('POST', `${url('screening')}/documents/${documentId}/share`, nurse, {});
  expect(shared.status).toBeLessThan(300);
  return documentId;
}

describe('custody, from the register to the portal', () => {
  it('opens and closes the portal with the register, within two seconds of its event, and leaves its mark in the log', async () => {
    const childId = await register(enghave.child);
    const documentId = await share(childId);
    const [mother, father] = await Promise.all([token(enghave.mother), token(enghave.father)]);
    const read = (guardian: string) => call('GET', `${url('parent-portal')}/documents/${documentId}`, guardian);

    expect((await read(mother)).body.text).toBe('Barnet trives.');
    expect((await read(father)).body.code).toBe('NOT_GUARDIAN');
    expect((await call('GET', `${url('parent-portal')}/children`, father)).body.code).toBe('NOT_GUARDIAN');

    const change = async (custody: { type: number }[]) => {
      const { child, ...parents } = enghave;
      await control('PUT', 'people', { families: [{ child, ...parents, custody }] });
      const startedMs = performance.now();
      expect((await control('POST', 'change-events', { cpr: child })).body).toEqual({ status: 202 });
      return startedMs;
    };

    const startedMs = await change([{ type: 4 }]);
    expect((await read(mother)).body.code).toBe('NOT_GUARDIAN');
    expect((await call('GET', `${url('parent-portal')}/children`, father)).body.children).toEqual([{ childId }]);
    expect(performance.now() - startedMs).toBeLessThan(2000);
    // What was shared before he held custody is his to read, too (R11).
    await eventually(async () => expect((await read(father)).body.text).toBe('Barnet trives.'), { within: 2000 });

    const log = await call('GET', `${url('parent-portal')}/children/${childId}/access-log`, father);
    const line = (own: boolean, outcome: string, code: string | null) =>
      expect.objectContaining({ who: 'guardian', own, documentKind: 'health_visit_summary', outcome, code });
    expect(log.body.entries).toEqual(
      expect.arrayContaining([
        line(true, 'allowed', null),
        line(false, 'allowed', null),
        line(false, 'refused', 'NOT_GUARDIAN'),
      ]),
    );
  });

  it('shows a parent of twins both, and nobody another family', async () => {
    const childIds = await Promise.all(twins.children.map(register));
    const mother = await token(twins.mother);
    const { body } = await call('GET', `${url('parent-portal')}/children`, mother);
    expect(body.children.map(({ childId }: { childId: string }) => childId).sort()).toEqual([...childIds].sort());
    const foreign = await register(enghave.child);
    for (const door of ['documents', 'access-log']) {
      const answer = await call('GET', `${url('parent-portal')}/children/${foreign}/${door}`, mother);
      expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('keeps out weak and professional logins, staff at guardians’ doors, and another municipality', async () => {
    const children = `${url('parent-portal')}/children`;
    const settings = (part: object) =>
      call('PUT', `${url('stand-ins')}/control/logins/mitid`, 'nobody', { cpr: twins.mother, ...part });
    expect((await call('GET', children, nurse)).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await settings({ loa: 'low' })).status).toBeLessThan(300);
    expect((await call('GET', children, await token(twins.mother))).body.code).toBe('LOGIN_TOO_WEAK');
    await settings({ loa: 'substantial', professional: true });
    expect((await call('GET', children, await token(twins.mother))).body.code).toBe('LOGIN_PROFESSIONAL');
    await settings({ professional: false });
    const childId = await register(twins.children[0]!);
    const stranger = await token('k2-leader');
    const log = await call('GET', `${url('consent')}/children/${childId}/access-log`, stranger);
    expect([log.status, log.body.code]).toEqual([404, 'NOT_FOUND']);
  });
});
