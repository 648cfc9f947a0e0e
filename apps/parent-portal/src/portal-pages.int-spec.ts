import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { startService, type RunningService } from '#service/start-service.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { TestIssuer } from '#testing/test-issuer.js';
import { parentPortalService } from './parent-portal.service.js';
import { PortalBroker, type Person } from './portal-broker.fixture.js';
import { PurgeSessionsJob } from './session/purge-sessions.job.js';
import { sessionIdHash } from './session/session-id.js';
import { TestVisitor, wordsOf } from './test-visitor.fixture.js';

const START = '2026-05-06T10:00:00Z';
const mother: Person = { cpr: '6902921112', guardianId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' };
const father: Person = { cpr: '7512911113', guardianId: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb' };
const stranger: Person = { cpr: '7204871143', guardianId: null };
const childId = '11111111-1111-4111-8111-111111111111';
const SESSION = '__Host-portal';

let issuer: TestIssuer;
let broker: PortalBroker;
let kafka: TestBroker;
let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  issuer = await TestIssuer.start();
  broker = await PortalBroker.start(issuer);
  kafka = testBroker();
  await kafka.createTopics(['portal.v1', 'consent.v1', 'operations.v1']);
  database = await testDatabase('portal_pages', [...messagingMigrations, ...parentPortalService.migrations]);
  service = await startService(parentPortalService, {
    HUB_ENV: 'test',
    HUB_CLOCK: START,
    PORT: '0',
    DATABASE_URL: database.url,
    GOODBYE_MS: '0',
    KAFKA_BROKERS: kafka.brokers.join(),
    TOPIC_PREFIX: kafka.topicPrefix,
    OIDC_ISSUER: broker.url,
    CLIENT_KEY_FILE: issuer.clientKeyFile,
    CONSENT_URL: broker.url,
    SCREENING_URL: broker.url,
    NOTIFICATIONS_URL: broker.url,
    PARENT_PORTAL_URL: 'https://portal.example',
    SESSION_SEAL_KEY: randomBytes(32).toString('base64'),
    LOGINS_PER_MINUTE: '10',
    GUESSES_PER_SESSION: '5',
    TRUSTED_PROXIES: '1',
  });
});

afterAll(async () => {
  await service?.close();
  await database?.drop();
  await kafka?.close();
  broker?.close();
  await issuer?.close();
});

beforeEach(async () => {
  await clock(START);
  broker.answers = {
    'POST /access-decisions': () => [
      200,
      { outcome: 'refused', code: 'NOT_GUARDIAN', hidden: false, rule: 'R11', asOf: START },
    ],
  };
  broker.children = {
    [mother.guardianId!]: [{ childId, relation: 'guardian', firstName: 'Alma', ageMonths: 2, placesWithheld: false }],
  };
});

const clock = (at: string) =>
  fetch(`${service.url}/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ at }),
  });

/** Minutes after the start of the story. */
const minutes = (count: number) => clock(new Date(Date.parse(START) + count * 60_000).toISOString());

const visitor = () => new TestVisitor(service.url, broker);

async function loggedIn(person: Person = mother): Promise<TestVisitor> {
  const one = visitor();
  await one.logIn(person);
  return one;
}

const isIn = async (one: TestVisitor): Promise<boolean> => (await one.go('/portal')).status === 200;

const rows = (table: string): Promise<Record<string, unknown>[]> => database.dataSource.query(`select * from ${table}`);

describe('a login', () => {
  it('is reached from the bare address of the portal', async () => {
    const answer = await fetch(`${service.url}/`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/portal']);
  });

  it('sends the browser to the broker with PKCE, state and nonce, asking the person anew', async () => {
    const one = visitor();
    const begun = await one.begin();
    expect(Object.fromEntries(begun.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'parent-portal',
      redirect_uri: 'https://portal.example/portal/login/callback',
      scope: 'openid mitid ssn',
      code_challenge_method: 'S256',
      prompt: 'login',
      max_age: '300',
    });
    for (const secret of ['state', 'nonce', 'code_challenge']) {
      expect(begun.searchParams.get(secret)!.length).toBeGreaterThan(30);
    }
    expect(one.set).toHaveLength(1);
    expect(one.set[0]).toMatch(
      /^__Host-portal-login=[\w-]{43}; Max-Age=600; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('comes back to the page it was begun for, with a cookie that no script reads and no other host sets', async () => {
    const one = visitor();
    const { status, location } = await one.logIn(mother, `/portal/children/${childId}`);
    expect([status, location]).toEqual([303, `/portal/children/${childId}`]);
    expect(one.set[0]).toMatch(/^__Host-portal=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(wordsOf((await one.go('/portal')).text)).toContain('Alma');
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/portal/../x',
    '/portal?x=1',
    '/portal\r\nx: y',
    '',
  ])('never leads to another site or door: %j', async (back) => {
    expect((await visitor().logIn(mother, back)).location).toBe('/portal');
  });

  it('serves once: the same answer a second time logs nobody in', async () => {
    const one = visitor();
    const begun = await one.begin();
    await one.go(one.callback(begun, mother));
    const again = await one.go(one.callback(begun, father));
    expect([again.status, wordsOf(again.text)]).toEqual([401, expect.stringContaining('Du blev ikke logget ind')]);
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it('belongs to the browser that began it: an answer slipped to another browser logs that one in to nothing', async () => {
    const [attacker, victim] = [visitor(), visitor()];
    const begun = await attacker.begin();
    await victim.begin();
    const slipped = attacker.callback(begun, stranger);
    expect((await victim.go(slipped)).status).toBe(401);
    expect(await isIn(victim)).toBe(false);
    expect((await attacker.go(slipped)).status).toBe(303);
  });

  it('is refused with a nonce of another login, without one under way, and when it took too long', async () => {
    const one = visitor();
    expect((await one.go(one.callback(await one.begin(), mother, { nonce: 'another' }))).status).toBe(401);
    expect((await one.go('/portal/login/callback?code=x&state=y')).status).toBe(401);
    expect((await one.go('/portal/login/callback')).status).toBe(401);
    const begun = await one.begin();
    await minutes(11);
    expect((await one.go(one.callback(begun, mother))).status).toBe(401);
    expect(await isIn(one)).toBe(false);
  });

  it('is refused when the broker let the person in by an old login of theirs', async () => {
    const one = visitor();
    const old = { authTime: Date.now() / 1000 - 3600 };
    expect((await one.go(one.callback(await one.begin(), mother, old))).status).toBe(401);
  });

  it('that the person breaks off says so and leads back', async () => {
    const one = visitor();
    const state = (await one.begin()).searchParams.get('state');
    const { status, text } = await one.go(`/portal/login/callback?error=access_denied&state=${state}`);
    expect([status, wordsOf(text)]).toEqual([401, expect.stringContaining('Du afbrød login')]);
    expect(text).toContain('href="/portal/login"');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['at level low', { loa: 'https://data.gov.dk/concept/core/nsis/Low' }, 'LOGIN_TOO_WEAK'],
    ['without a level', { loa: undefined }, 'LOGIN_TOO_WEAK'],
    ['on behalf of an employer', { identity_type: 'professional' }, 'LOGIN_PROFESSIONAL'],
    ['without a number', { 'mitid.has_cpr': 'false' }, 'LOGIN_WITHOUT_CPR'],
  ])('%s is refused in words, and leaves no session', async (_case, claims, code) => {
    const one = visitor();
    const { status, text } = await one.logIn({ cpr: '6101901234', guardianId: null, claims });
    expect([status, text.includes(code)]).toEqual([403, true]);
    expect(one.cookies.has(SESSION)).toBe(false);
  });

  it('that the broker cannot finish is not the person’s fault, and says when to try again', async () => {
    broker.answers['POST /token'] = () => [503, {}];
    const { status, headers, text } = await visitor().logIn(mother);
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(wordsOf(text)).toContain('Vi kan ikke svare lige nu');
  });

  it('may be begun so many times from one address, and others go on', async () => {
    const one = visitor();
    const begun = await Promise.all(Array.from({ length: 40 }, () => one.go('/portal/login')));
    const refused = begun.filter(({ status }) => status === 429);
    expect([begun.filter(({ status }) => status === 302).length, refused.length]).toEqual([10, 30]);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(wordsOf(refused[0]!.text)).toContain('Du har prøvet for mange gange');
    expect((await visitor().go('/portal/login')).status).toBe(302);
  });
});

describe('a thousand logins at once', () => {
  it('all come in, each with an id of its own', async () => {
    const visitors = Array.from({ length: 1000 }, visitor);
    const answers = await Promise.all(visitors.map((one) => one.logIn(mother)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(new Set(visitors.map((one) => one.cookies.get(SESSION))).size).toBe(1000);
    const [last] = visitors.slice(-1);
    await last!.send('/portal/logout-everywhere', { csrf: await last!.formToken() });
    expect(await isIn(visitors[0]!)).toBe(false);
  });
});

describe('a session', () => {
  it('gets a new id at every login, and ends the one the browser had', async () => {
    const one = visitor();
    one.cookies.set(SESSION, 'A'.repeat(43));
    await one.logIn(mother);
    const first = one.cookies.get(SESSION)!;
    expect(first).not.toBe('A'.repeat(43));
    await one.logIn(mother);
    const former = visitor();
    former.cookies.set(SESSION, first);
    expect([await isIn(one), await isIn(former)]).toEqual([true, false]);
    former.cookies.set(SESSION, 'A'.repeat(43));
    expect(await isIn(former)).toBe(false);
  });

  it('ends after a quarter of an hour without use', async () => {
    const one = await loggedIn();
    await minutes(14);
    expect(await isIn(one)).toBe(true);
    await minutes(28);
    expect(await isIn(one)).toBe(true);
    await minutes(44);
    const { status, location } = await one.go('/portal');
    expect([status, location]).toEqual([303, '/portal/welcome?back=%2Fportal&why=expired']);
    expect(one.cookies.has(SESSION)).toBe(false);
  });

  it('writes down that it was used at most once a minute', async () => {
    const one = await loggedIn();
    const own = sessionIdHash(one.cookies.get(SESSION)!);
    const written = async () =>
      String((await rows('portal_session')).find(({ id_hash }) => own.equals(id_hash as Buffer))!['last_seen_at']);
    const first = await written();
    await clock(new Date(Date.parse(START) + 30_000).toISOString());
    expect(await isIn(one)).toBe(true);
    expect(await written()).toBe(first);
    await minutes(2);
    expect(await isIn(one)).toBe(true);
    expect(await written()).not.toBe(first);
  });

  it('ends after eight hours, however busy', async () => {
    const one = await loggedIn();
    for (let at = 10; at < 8 * 60; at += 10) {
      await minutes(at);
      expect(await isIn(one)).toBe(true);
    }
    await minutes(8 * 60 + 1);
    expect(await isIn(one)).toBe(false);
  });

  it('ends everywhere for one person, and for nobody else', async () => {
    const [here, there, other] = [await loggedIn(), await loggedIn(), await loggedIn(father)];
    await here.send('/portal/logout-everywhere', { csrf: await here.formToken() });
    expect([await isIn(here), await isIn(there), await isIn(other)]).toEqual([false, false, true]);
  });

  it('stands in the database so that nobody can use or read it', async () => {
    const one = await loggedIn();
    const stored = JSON.stringify(
      (await rows('portal_session')).map((row) =>
        Object.values(row).map((value) =>
          Buffer.isBuffer(value)
            ? [value.toString('latin1'), value.toString('hex'), value.toString('base64url')]
            : value,
        ),
      ),
    );
    for (const secret of [mother.cpr, one.cookies.get(SESSION)!, mother.guardianId!])
      expect(stored).not.toContain(secret);
  });

  it('is purged when it is over, and so is a login that never came back', async () => {
    const one = await loggedIn();
    await one.begin();
    await minutes(24 * 60);
    await service.app.get(PurgeSessionsJob).purge();
    expect([await rows('portal_session'), await rows('portal_login')]).toEqual([[], []]);
  });

  it('opens no JSON door, and a token opens no page', async () => {
    const one = await loggedIn();
    expect((await one.go('/children', { headers: { accept: 'application/json' } })).status).toBe(401);
    const token = await issuer.token(
      { principal_kind: 'guardian', sub: 'mitid', municipality: 'K1' },
      { issuer: broker.url },
    );
    const { status, location } = await visitor().go('/portal', { headers: { authorization: `Bearer ${token}` } });
    expect([status, location]).toEqual([303, '/portal/welcome?back=%2Fportal']);
  });
});

describe('a form', () => {
  it.each<[string, (token: string, other: string) => [URLSearchParams, Record<string, string>], number]>([
    ['without a token', () => [new URLSearchParams(), {}], 403],
    ["with another session's token", (_own, other) => [new URLSearchParams({ csrf: other }), {}], 403],
    ['with a token that is cut', (own) => [new URLSearchParams({ csrf: own.slice(1) }), {}], 403],
    ['from another site', (own) => [new URLSearchParams({ csrf: own }), { 'sec-fetch-site': 'cross-site' }], 403],
    ['from a neighbouring host', (own) => [new URLSearchParams({ csrf: own }), { 'sec-fetch-site': 'same-site' }], 403],
    ['with the token twice', (own) => [new URLSearchParams(`csrf=${own}&csrf=${own}`), {}], 422],
    ['as JSON', (own) => [new URLSearchParams({ csrf: own }), { 'content-type': 'application/json' }], 415],
    ['as plain text', (own) => [new URLSearchParams({ csrf: own }), { 'content-type': 'text/plain' }], 415],
  ])('%s does nothing', async (_case, fields, expected) => {
    const one = await loggedIn();
    const other = await (await loggedIn(father)).formToken();
    const [body, headers] = fields(await one.formToken(), other);
    const { status, text } = await one.send('/portal/logout', body, headers);
    expect([status, text.startsWith('<!doctype html>')]).toEqual([expected, true]);
    expect(await isIn(one)).toBe(true);
  });

  it('of a session that is over leads to the login, and from there to the page it stood on', async () => {
    const one = await loggedIn();
    const csrf = await one.formToken();
    await minutes(20);
    expect((await one.send('/portal/logout', { csrf })).location).toBe('/portal/welcome?back=%2Fportal&why=expired');
  });

  it('with its token does what was asked, and is not found by a GET', async () => {
    const one = await loggedIn();
    expect((await one.go('/portal/logout')).status).toBe(404);
    const { status, location } = await one.send('/portal/logout', { csrf: await one.formToken() });
    expect([status, location]).toEqual([303, '/portal/welcome?why=logged-out']);
    expect(await isIn(one)).toBe(false);
  });
});

describe('a page', () => {
  it('tells the browser to keep nothing, run nothing, and say nothing to others', async () => {
    const { headers } = await (await loggedIn()).go('/portal');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'permissions-policy': expect.stringContaining('camera=()'),
      'strict-transport-security': expect.stringContaining('max-age'),
    });
    const policy = headers.get('content-security-policy')!;
    for (const rule of ["default-src 'self'", "script-src 'none'", "frame-ancestors 'none'", "style-src 'self'"]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('of refusal has the same headers', async () => {
    const { status, headers, text } = await visitor().go('/portal/nothing');
    expect([status, headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(text).not.toMatch(/<script|style="/);
  });

  it('shows a parent without custody no children and nothing that exists', async () => {
    const one = await loggedIn(stranger);
    expect(wordsOf((await one.go('/portal')).text)).toContain('Vi kan ikke vise nogen børn til dig');
    const { status, text } = await one.go(`/portal/children/${childId}`);
    expect([status, text.includes('Alma')]).toEqual([403, false]);
  });

  it('lets nobody go on guessing ids, and lets others read on', async () => {
    const [guesser, reader] = [await loggedIn(), await loggedIn(father)];
    const statuses: number[] = [];
    for (let tries = 0; tries < 7; tries++) {
      statuses.push((await guesser.go(`/portal/children/${randomUUID()}`)).status);
    }
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429, 429]);
    expect((await guesser.go('/portal')).status).toBe(429);
    expect(await isIn(reader)).toBe(true);
  });

  it('says that a part does not answer, where, and when to try again', async () => {
    broker.answers['POST /guardians/identify'] = () => [503, { code: 'DEPENDENCY_UNAVAILABLE', detail: '', cure: '' }];
    const { status, headers, text } = await (await loggedIn()).go('/portal');
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(wordsOf(text)).toMatch(
      /Vi kan ikke svare lige nu.*Prøv igen om 5 sekunder.*DEPENDENCY_UNAVAILABLE Hvor \/portal/,
    );
  });

  it('speaks the language that was chosen, and no other', async () => {
    const one = await loggedIn();
    expect((await one.go('/portal/language/en?back=/portal')).location).toBe('/portal');
    expect((await one.go('/portal')).text).toContain('<html lang="en">');
    expect((await one.go('/portal/language/xx')).status).toBe(404);
    one.cookies.set('__Host-portal-language', '__proto__');
    expect((await one.go('/portal')).text).toContain('<html lang="da">');
  });

  it('answers no rubbish with a mistake of its own', async () => {
    const one = await loggedIn();
    const rubbish = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.constantFrom('%00', '%', '..%2f..%2fetc%2fpasswd', '%ff', '<script>', "'; drop table portal_session; --"),
    );
    const place = fc.constantFrom(
      '',
      'children/',
      'documents/',
      `documents/${childId}/versions/`,
      'assets/',
      'language/',
      'login/callback?state=',
      'welcome?why=',
      'login?back=',
    );
    await fc.assert(
      fc.asyncProperty(place, rubbish, async (where, what) => {
        one.cookies.set('noise', what.replace(/[^\w%]/g, ''));
        const away = new TestVisitor(service.url, broker);
        for (const each of [one, away]) expect((await each.go(`/portal/${where}${what}`)).status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the assets', () => {
  it('are small on the way, kept for good, and found under their version alone', async () => {
    const { text } = await visitor().go('/portal/welcome');
    const [style] = /\/portal\/assets\/\w+\/css\/dkfds\.min\.css/.exec(text)!;
    const answer = await fetch(`${service.url}${style}`, { headers: { 'accept-encoding': 'br' } });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/css; charset=utf-8',
    });
    expect(Number(answer.headers.get('content-length') ?? 0)).toBeLessThan(40_000);
    const plain = await fetch(`${service.url}${style}`, { headers: { 'accept-encoding': 'identity' } });
    expect((await plain.text()).length).toBeGreaterThan(200_000);
    for (const path of [
      style.replace(/assets\/\w+/, 'assets/0'),
      style.replace('css/', '..%2f..%2fcss/'),
      `${style}/x`,
    ]) {
      expect((await fetch(`${service.url}${path}`)).status).toBe(404);
    }
  });
});
