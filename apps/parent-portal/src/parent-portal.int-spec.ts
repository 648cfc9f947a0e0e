import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { startService, type RunningService } from '#service/start-service.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { TestIssuer, type TestClaims } from '#testing/test-issuer.js';
import { parentPortalService } from './parent-portal.service.js';

const child = '11111111-1111-4111-8111-111111111111';
const otherChild = '22222222-2222-4222-8222-222222222222';
const mother = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const father = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
const summary = 'dddddddd-dddd-4ddd-8ddd-dddddddddddd';
const motherCpr = '6902921112';
const asOf = '2026-05-06T12:00:00Z';

type Answer = [status: number, body: unknown];
type Asked = { method: string; path: string; body: any; key?: string | undefined };

/** The neighbours of the portal, answering what a test says. */
let answers: Record<string, (asked: Asked) => Answer> = {};
let asked: Asked[] = [];
let claims: Record<string, unknown> = {};
let neighbours: Server;
let neighboursUrl: string;
let issuer: TestIssuer;
let database: TestDatabase;
let broker: TestBroker;
let service: RunningService;

const document = {
  documentId: summary,
  childId: child,
  version: 2,
  kind: 'health_visit_summary',
  text: 'Barnet ser glad ud.',
  explanation: { da: 'To er under fem.', en: 'Two is below five.' },
  sharedAt: asOf,
  corrected: true,
  earlierVersions: [1],
  sharedWith: [mother],
};
const own = { childId: child, relation: 'guardian', firstName: 'Alma', ageMonths: 2, placesWithheld: false };
const allowed: Answer = [200, { outcome: 'allowed', code: null, hidden: false, rule: 'R6', asOf }];
const refused = (code: string, hidden = false): Answer => [
  200,
  { outcome: 'refused', code, hidden, rule: 'R11', asOf },
];
const problem = (status: number, code: string): Answer => [status, { code, detail: code, cure: code, place: null }];

beforeAll(async () => {
  issuer = await TestIssuer.start();
  neighbours = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const key = request.headers['idempotency-key'] as string | undefined;
      const entry = { method: request.method!, path: request.url!, body: body === '' ? null : JSON.parse(body), key };
      asked.push(entry);
      const route = Object.keys(answers).find((start) => `${entry.method} ${entry.path}`.startsWith(start));
      const [status, answer] = route ? answers[route]!(entry) : problem(404, 'NOT_FOUND');
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(answer === null ? '' : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => neighbours.listen(0, '127.0.0.1', resolve));
  neighboursUrl = `http://127.0.0.1:${(neighbours.address() as AddressInfo).port}`;
  answers = {
    'GET /.well-known/openid-configuration': () => [
      200,
      {
        issuer: neighboursUrl,
        jwks_uri: `${issuer.url}/jwks`,
        token_endpoint: `${issuer.url}/token`,
        userinfo_endpoint: `${neighboursUrl}/userinfo`,
      },
    ],
  };
  broker = testBroker();
  await broker.createTopics(['portal.v1', 'consent.v1', 'operations.v1']);
  database = await testDatabase('portal', [...messagingMigrations, ...parentPortalService.migrations]);
  service = await startService(parentPortalService, {
    HUB_ENV: 'test',
    HUB_CLOCK: '2026-05-06T12:00:00Z',
    PORT: '0',
    DATABASE_URL: database.url,
    GOODBYE_MS: '0',
    KAFKA_BROKERS: broker.brokers.join(),
    TOPIC_PREFIX: broker.topicPrefix,
    OIDC_ISSUER: neighboursUrl,
    CLIENT_KEY_FILE: issuer.clientKeyFile,
    CONSENT_URL: neighboursUrl,
    SCREENING_URL: neighboursUrl,
    NOTIFICATIONS_URL: neighboursUrl,
    SESSION_SEAL_KEY: randomBytes(32).toString('base64'),
  });
});

afterAll(async () => {
  await service?.close();
  await database?.drop();
  await broker?.close();
  neighbours?.closeAllConnections();
  neighbours?.close();
  await issuer?.close();
});

beforeEach(() => {
  asked = [];
  logins += 1;
  claims = {
    sub: subject(),
    loa: 'https://data.gov.dk/concept/core/nsis/Substantial',
    'mitid.uuid': subject(),
    'mitid.has_cpr': 'true',
    'dk.cpr': motherCpr,
  };
  answers = {
    'GET /.well-known/openid-configuration': answers['GET /.well-known/openid-configuration']!,
    'GET /userinfo': () => [200, claims],
    'POST /guardians/identify': () => [200, { guardianId: mother, children: [own] }],
    'POST /access-decisions': () => allowed,
    [`GET /documents/${summary}/versions/`]: () => [200, document],
    [`GET /children/${child}/shared-documents`]: () => [
      200,
      {
        documents: [{ documentId: summary, version: 2, kind: 'health_visit_summary', sharedAt: asOf, corrected: true }],
      },
    ],
  };
});

/** Each test is a login of its own, so that nothing is remembered from the one before. */
let logins = 0;
const subject = () => `mitid-${logins}`;

async function visit(path: string, as: Partial<TestClaims> = {}, init: RequestInit = {}) {
  const person = { principal_kind: 'guardian', sub: subject(), municipality: 'K1', ...as } as TestClaims;
  const token = await issuer.token(person, { issuer: neighboursUrl });
  const response = await fetch(`${service.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as any, text };
}

const opened = () =>
  database.dataSource
    .query(`select data from outbox where type = 'portal.document.opened.v1' order by sequence`)
    .then((rows: { data: string }[]) => rows.map(({ data }) => JSON.parse(data)));

const questions = () => asked.filter(({ path }) => path === '/access-decisions').map(({ body }) => body);

/** A write with a key of its own, unless it is sent again. */
const write = (path: string, body: object, key: string = randomUUID()) =>
  visit(path, {}, { method: 'POST', body: JSON.stringify(body), headers: { 'idempotency-key': key } });

describe('a guardian who answers, asks and writes', () => {
  const consentId = 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee';
  const answer = { decision: 'granted', textVersion: 1, language: 'da' };
  /** A minute ago, in seconds since 1970. */
  const loggedInAt = Math.floor(Date.now() / 1000) - 60;
  const consent = {
    consentId,
    childId: child,
    municipality: 'K1',
    type: 'pass_on_to_daycare',
    documentKinds: ['adbb_result'],
    sender: 'HV-1',
    receiver: 'DC-A',
    placesWithheld: false,
    transitionId: null,
    validUntil: '2027-05-06',
    gdprBasis: 'a',
    confidentialityBasis: 'b',
    textVersion: 1,
    texts: [],
    requestedAt: asOf,
    state: 'active',
    code: null,
    asOf,
    answers: [],
    missingAnswers: 0,
    mayAnswer: ['withdrawn'],
    completedAt: asOf,
    endedAt: null,
  };
  const message = {
    messageId: summary,
    childId: child,
    guardianId: mother,
    writtenAt: asOf,
    text: 'Hun sover dårligt.',
  };
  const told = (start: string) => asked.filter(({ method, path }) => method === 'POST' && path.startsWith(start));

  beforeEach(() => {
    claims = { ...claims, idp: 'mitid', auth_time: String(loggedInAt) };
    Object.assign(answers, {
      [`POST /consents/${consentId}/answers`]: () => [200, consent],
      [`GET /guardians/${mother}/consents`]: () => [200, { consents: [consent] }],
      [`GET /consents/${consentId}/withdrawal-preview?guardianId=${mother}`]: () => [200, { refusals: [] }],
      [`GET /consents/${consentId}?guardianId=${mother}`]: () => [200, consent],
      [`POST /children/${child}/guardian-messages`]: () => [201, message],
      [`GET /children/${child}/guardian-messages?guardianId=${mother}`]: () => [200, { messages: [message] }],
      'POST /information-requests': () => [202, { informationRequestId: summary }],
    });
  });

  it('reads what is asked of her, alone and in a list, and what a withdrawal would end', async () => {
    expect((await visit('/consents')).body).toEqual({ consents: [consent] });
    expect((await visit(`/consents/${consentId}`)).body).toEqual(consent);
    expect((await visit(`/consents/${consentId}/withdrawal-preview`)).body).toEqual({ refusals: [] });
  });

  it('answers as herself, with the evidence of her login, under one key for each repetition', async () => {
    const key = randomUUID();
    expect(await write(`/consents/${consentId}/answers`, answer, key)).toMatchObject({ status: 200, body: consent });
    await write(`/consents/${consentId}/answers`, answer, key);
    const [first, again] = told(`/consents/${consentId}/answers`);
    const authenticatedAt = new Date(loggedInAt * 1000).toISOString();
    const login = { broker: 'mitid', assurance: 'substantial', authenticatedAt };
    expect(first!.body).toEqual({ ...answer, guardianId: mother, login });
    expect(first!.key).not.toBe(key);
    expect(again!.key).toBe(first!.key);
  });

  it('shares a key with nobody else, though another one sends the same', async () => {
    const key = randomUUID();
    await write(`/children/${child}/messages`, { text: 'a' }, key);
    logins += 1;
    claims = { ...claims, sub: subject(), 'mitid.uuid': subject() };
    await write(`/children/${child}/messages`, { text: 'a' }, key);
    expect(new Set(told(`/children/${child}/guardian-messages`).map((each) => each.key)).size).toBe(2);
  });

  it('cannot answer for another one, nor on a login that is older than five minutes or whose time is not told', async () => {
    expect((await write(`/consents/${consentId}/answers`, { ...answer, guardianId: father })).body.code).toBe(
      'SHAPE_INVALID',
    );
    claims['auth_time'] = String(loggedInAt - 300);
    expect((await write(`/consents/${consentId}/answers`, answer)).body.code).toBe('STEP_UP_REQUIRED');
    logins += 1;
    delete claims['auth_time'];
    Object.assign(claims, { sub: subject(), 'mitid.uuid': subject() });
    expect((await write(`/consents/${consentId}/answers`, answer)).body.code).toBe('STEP_UP_REQUIRED');
    expect(told(`/consents/${consentId}/answers`)).toEqual([]);
  });

  it('writes about her own child alone; of another one nobody learns that there is one', async () => {
    expect(await write(`/children/${child}/messages`, { text: message.text })).toMatchObject({
      status: 201,
      body: message,
    });
    expect(told(`/children/${child}/guardian-messages`)[0]!.body).toEqual({ guardianId: mother, text: message.text });
    expect((await visit(`/children/${child}/messages`)).body).toEqual({ messages: [message] });
    answers[`POST /children/${otherChild}/guardian-messages`] = () => problem(403, 'NOT_GUARDIAN');
    expect((await write(`/children/${otherChild}/messages`, { text: 'x' })).body.code).toBe('NOT_FOUND');
  });

  it('may ask about a child without holding custody, with the number of her own login', async () => {
    answers['POST /guardians/identify'] = () => [200, { guardianId: null, children: [] }];
    const taken = await write('/information-requests', { childCpr: '640326-4012', question: 'Hvordan går det?' });
    expect(taken).toMatchObject({ status: 202, body: { informationRequestId: summary } });
    expect(told('/information-requests')[0]!.body).toEqual({
      municipality: 'K1',
      requesterCpr: motherCpr,
      childCpr: '6403264012',
      question: 'Hvordan går det?',
    });
    expect((await write('/information-requests', { childCpr: '640326', question: 'x' })).body.code).toBe('CPR_INVALID');
    expect((await write(`/children/${child}/messages`, { text: 'x' })).body.code).toBe('NOT_GUARDIAN');
  });

  it('may ask ten times an hour, because each question becomes somebody’s task', async () => {
    claims['dk.cpr'] = '6903921119';
    const ask = () => write('/information-requests', { childCpr: '640326-4012', question: 'Hvordan går det?' });
    const codes = [];
    for (let nth = 0; nth < 11; nth += 1) codes.push((await ask()).status);
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
    expect(told('/information-requests')).toHaveLength(10);
  });

  it('has asked once, however often nobody could take the question', async () => {
    claims['dk.cpr'] = '6903921127';
    const ask = () => write('/information-requests', { childCpr: '640326-4012', question: 'Hvordan går det?' });
    const taken = answers['POST /information-requests']!;
    answers['POST /information-requests'] = () => problem(503, 'DEPENDENCY_UNAVAILABLE');
    const codes = [];
    for (let nth = 0; nth < 11; nth += 1) codes.push((await ask()).status);
    answers['POST /information-requests'] = taken;
    expect([...codes, (await ask()).status]).toEqual([...Array.from({ length: 11 }, () => 503), 202]);
  });

  it('is stopped after guessing at ids twenty times', async () => {
    const statuses = [];
    for (let nth = 0; nth < 21; nth += 1) statuses.push((await visit(`/documents/${randomUUID()}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 404), 429]);
    expect((await visit('/children')).body.code).toBe('TOO_MANY_REQUESTS');
  });
});

describe('a guardian in the portal', () => {
  it('sees the children whose custody is held now', async () => {
    expect(await visit('/children')).toMatchObject({ status: 200, body: { children: [{ childId: child }] } });
    expect(asked.find(({ path }) => path === '/guardians/identify')!.body).toEqual({
      municipality: 'K1',
      cpr: motherCpr,
    });
  });

  it('sees the shared documents after the decision of this moment', async () => {
    const { body } = await visit(`/children/${child}/documents`);
    expect(body.documents).toMatchObject([{ documentId: summary, version: 2, corrected: true }]);
    expect(questions()).toEqual([
      {
        municipality: 'K1',
        asker: { kind: 'guardian', guardianId: mother },
        childId: child,
        documentKind: 'health_visit_summary',
        sharedWith: [mother],
        action: 'read',
      },
    ]);
  });

  it('opens a document, which is recorded before it is shown, and learns not with whom else it is shared', async () => {
    answers[`GET /documents/${summary}/versions/`] = () => [200, { ...document, sharedWith: [mother, father] }];
    const before = (await opened()).length;
    const { status, body, text } = await visit(`/documents/${summary}`);
    expect([status, body.text, body.earlierVersions]).toEqual([200, 'Barnet ser glad ud.', [1]]);
    expect(text).not.toContain(father);
    expect((await opened()).slice(before)).toEqual([
      { childId: child, municipality: 'K1', documentId: summary, documentVersion: 2, guardianId: mother },
    ]);
    expect(questions()).toMatchObject([
      { documentId: summary, documentKind: 'health_visit_summary', sharedWith: [mother, father] },
    ]);
  });

  it('can open an earlier version', async () => {
    await visit(`/documents/${summary}?version=1`);
    expect(asked.map(({ path }) => path)).toContain(`/documents/${summary}/versions/1?guardianId=${mother}`);
  });

  it('sees who has looked', async () => {
    answers[`GET /children/${child}/access-log`] = () => [200, { entries: [] }];
    expect(await visit(`/children/${child}/access-log?limit=20`)).toMatchObject({ status: 200, body: { entries: [] } });
    expect(asked.at(-1)!.path).toBe(`/children/${child}/access-log?guardianId=${mother}&limit=20`);
  });

  it('sees the letters that may still be read', async () => {
    const letter = (childId: string, letterId: string) => ({
      letterId,
      childId,
      kind: 'first_share',
      state: 'delivered',
      channel: 'digital_post',
      tries: 1,
      code: null,
      requestedAt: asOf,
      submittedAt: asOf,
      deliveredAt: asOf,
      late: false,
    });
    answers[`GET /guardians/${mother}/letters`] = () => [
      200,
      { letters: [letter(child, document.documentId), letter(otherChild, mother)] },
    ];
    answers['POST /access-decisions'] = ({ body }) => (body.childId === child ? allowed : refused('NOT_GUARDIAN'));
    const { body } = await visit('/letters');
    expect(body.letters.map(({ childId }: any) => childId)).toEqual([child]);
  });

  it('chooses the language of letters', async () => {
    answers[`PUT /guardians/${mother}/language`] = () => [204, null];
    expect((await visit('/language', {}, { method: 'PUT', body: '{"language":"en"}' })).status).toBe(204);
    expect(asked.at(-1)!.body).toEqual({ language: 'en' });
    expect((await visit('/language', {}, { method: 'PUT', body: '{"language":"tlh"}' })).body.code).toBe(
      'SHAPE_INVALID',
    );
  });

  it('is asked about at the broker once in a while, and at consent every time', async () => {
    const token = await issuer.token(
      { principal_kind: 'guardian', sub: subject(), municipality: 'K1' },
      { issuer: neighboursUrl },
    );
    for (let times = 0; times < 3; times++) {
      await fetch(`${service.url}/children`, { headers: { authorization: `Bearer ${token}` } });
    }
    expect(asked.filter(({ path }) => path === '/userinfo')).toHaveLength(1);
    expect(asked.filter(({ path }) => path === '/guardians/identify')).toHaveLength(3);
  });
});

describe('who is not let in', () => {
  it('a parent without custody learns nothing about what exists, and the try is logged with the child', async () => {
    answers['POST /guardians/identify'] = () => [200, { guardianId: null, children: [] }];
    const doors = [
      '/children',
      `/children/${child}/documents`,
      `/documents/${summary}`,
      `/children/${child}/access-log`,
      '/letters',
    ];
    for (const door of doors) {
      const { status, body, text } = await visit(door);
      expect([status, body.code]).toEqual([403, 'NOT_GUARDIAN']);
      expect(text).not.toContain(child);
    }
    expect((await visit(`/documents/${otherChild}`)).body.code).toBe('NOT_GUARDIAN');
    expect(questions().map(({ childId, asker }) => [childId, asker.guardianId])).toEqual([
      [child, '00000000-0000-0000-0000-000000000000'],
      [child, '00000000-0000-0000-0000-000000000000'],
      [child, '00000000-0000-0000-0000-000000000000'],
    ]);
  });

  it("somebody else's child and document look as if they did not exist", async () => {
    answers['POST /access-decisions'] = () => refused('NOT_GUARDIAN');
    answers[`GET /children/${otherChild}/access-log`] = () => problem(403, 'NOT_GUARDIAN');
    const before = (await opened()).length;
    const existing = await visit(`/documents/${summary}`);
    const missing = await visit(`/documents/${otherChild}`);
    const withoutTrace = ({ traceId: _trace, ...body }: any) => body;
    expect([existing.status, withoutTrace(existing.body)]).toEqual([404, withoutTrace(missing.body)]);
    expect((await visit(`/children/${otherChild}/documents`)).body.code).toBe('NOT_FOUND');
    expect((await visit(`/children/${otherChild}/access-log`)).body.code).toBe('NOT_FOUND');
    answers['POST /access-decisions'] = () => refused('NOT_FOUND', true);
    expect((await visit(`/documents/${summary}`)).status).toBe(404);
    expect(await opened()).toHaveLength(before);
  });

  it('a guardian from the 15th birthday, and everybody while custody is not known', async () => {
    answers['POST /access-decisions'] = () => refused('ROLE_NOT_ALLOWED');
    expect((await visit(`/children/${child}/documents`)).body.code).toBe('ROLE_NOT_ALLOWED');
    answers['POST /access-decisions'] = () => refused('DEPENDENCY_UNAVAILABLE');
    expect((await visit(`/documents/${summary}`)).body.code).toBe('DEPENDENCY_UNAVAILABLE');
  });

  it.each<[string, object, string]>([
    ['at level low', { loa: 'https://data.gov.dk/concept/core/nsis/Low' }, 'LOGIN_TOO_WEAK'],
    ['without a level', { loa: undefined }, 'LOGIN_TOO_WEAK'],
    ['on behalf of an employer', { 'nemlogin.cvr': '99999901' }, 'LOGIN_PROFESSIONAL'],
    ['without a number', { 'mitid.has_cpr': 'false', 'dk.cpr': undefined }, 'LOGIN_WITHOUT_CPR'],
  ])('a login %s', async (_case, part, code) => {
    claims = { ...claims, ...part };
    const { status, body } = await visit('/children');
    expect([status, body.code]).toEqual([403, code]);
    expect(asked.map(({ path }) => path)).not.toContain('/guardians/identify');
  });

  it('a token whose person the broker does not know, and one it calls by another name', async () => {
    answers['GET /userinfo'] = () => [401, {}];
    expect((await visit('/children')).body.code).toBe('TOKEN_INVALID');
    answers['GET /userinfo'] = () => [200, { ...claims, sub: 'another' }];
    expect((await visit('/children')).body.code).toBe('TOKEN_INVALID');
  });

  it('anybody while broker, consent or screening fail, without a word about why', async () => {
    answers['GET /userinfo'] = () => [500, {}];
    expect((await visit('/children')).body.code).toBe('DEPENDENCY_UNAVAILABLE');
    answers['GET /userinfo'] = () => [200, claims];
    answers['POST /guardians/identify'] = () => problem(503, 'DEPENDENCY_UNAVAILABLE');
    expect((await visit('/children')).status).toBe(503);
  });

  it.each<[string, Partial<TestClaims>]>([
    ['staff', { principal_kind: 'staff', role: 'health_visitor', organisation: 'HV-1' } as Partial<TestClaims>],
    ['a service', { principal_kind: 'service', client_id: 'screening' } as Partial<TestClaims>],
  ])('%s', async (_case, as) => {
    for (const door of ['/children', `/children/${child}/documents`, `/documents/${summary}`, '/letters']) {
      expect((await visit(door, as)).body.code).toBe('ROLE_NOT_ALLOWED');
    }
  });
});
