import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { Cpr } from '#contracts/cpr.js';
import { cprHash } from '#security/cpr-hash.js';
import { cprHashKey } from '#security/cpr-hash-key.js';
import { startService, type RunningService } from '#service/start-service.js';
import { secretFile } from '#testing/secret-file.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { TestIssuer, type TestClaims } from '#testing/test-issuer.js';
import { consentService } from './consent.service.js';
import { ScriptedRegister } from './register/scripted-register.fixture.js';

const alma = '6403264012';
const mette = '6902921112';
const jonas = '7512911113';
const hashKeyFile = secretFile();

let issuer: TestIssuer;
let register: ScriptedRegister;
let database: TestDatabase;
let broker: TestBroker;
let service: RunningService;

const staff = (role: string, organisation: string, municipality = 'K1'): TestClaims => ({
  principal_kind: 'staff',
  sub: `${role}-of-${organisation}`,
  role,
  organisation,
  municipality,
});
const nurse = staff('health_visitor', 'HV-1');
const leader = staff('institution_leader', 'HV-1');
const admin = staff('municipal_administrator', 'ADM-1');
const serviceNamed = (client_id: string): TestClaims => ({ principal_kind: 'service', client_id });
const portal = serviceNamed('parent-portal');
const screening = serviceNamed('screening');

beforeAll(async () => {
  issuer = await TestIssuer.start();
  register = await ScriptedRegister.start();
  broker = testBroker();
  await broker.createTopics(['consent.v1', 'operations.v1']);
  database = await testDatabase('consent', [...messagingMigrations, ...consentService.migrations]);
  service = await startService(consentService, {
    HUB_ENV: 'test',
    HUB_CLOCK: '2026-05-06T10:00:00Z',
    PORT: '0',
    DATABASE_URL: database.url,
    GOODBYE_MS: '0',
    KAFKA_BROKERS: broker.brokers.join(),
    TOPIC_PREFIX: broker.topicPrefix,
    OIDC_ISSUER: issuer.url,
    CLIENT_KEY_FILE: issuer.clientKeyFile,
    CPR_HASH_KEY_FILE: hashKeyFile,
    REGISTER_SEAL_KEY: randomBytes(32).toString('base64'),
    CUSTODY_REGISTER_URL: register.url,
    CUSTODY_REGISTER_TIMEOUT_MS: '1500',
    CUSTODY_FRESH_SECONDS: '60',
    CUSTODY_GRACE_SECONDS: '300',
  });
});

afterAll(async () => {
  await service?.close();
  await database?.drop();
  await broker?.close();
  await register?.close();
  await issuer?.close();
});

beforeEach(async () => {
  register.failure = 'none';
  register.people.clear();
  register.family(alma, mette, jonas);
  await setClock('2026-05-06T10:00:00Z');
});

const tokens = new Map<string, Promise<string>>();

function tokenFor(claims: TestClaims): Promise<string> {
  const key = JSON.stringify(claims);
  const token = tokens.get(key) ?? issuer.token(claims);
  tokens.set(key, token);
  return token;
}

async function call(claims: TestClaims, method: string, path: string, body?: unknown) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenFor(claims)}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as any };
}

const setClock = (at: string) =>
  fetch(`${service.url}/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ at }),
  });

async function registered(cpr = alma, claims: TestClaims = nurse, healthVisitingUnit = 'HV-1'): Promise<string> {
  const { status, body } = await call(claims, 'POST', '/children', { cpr, healthVisitingUnit });
  expect([200, 201]).toContain(status);
  return body.childId;
}

const guardiansOf = async (childId: string) =>
  (await call(screening, 'GET', `/children/${childId}/guardians`)).body.guardians.map((g: any) => g.guardianId);

const identify = async (cpr: string, municipality = 'K1') =>
  (await call(portal, 'POST', '/guardians/identify', { municipality, cpr })).body;

const ask = async (asker: object, childId: string, rest: object = {}) =>
  (
    await call(screening, 'POST', '/access-decisions', {
      municipality: 'K1',
      asker,
      childId,
      documentKind: 'health_visit_summary',
      action: 'read',
      ...rest,
    })
  ).body;

const pushEvent = (cpr: string) =>
  call(
    { principal_kind: 'channel', client_id: 'custody-register', scope: 'custody.event' },
    'POST',
    '/custody-events',
    { cpr },
  );

const published = (type: string, childId: string) =>
  database.dataSource
    .query('select data from outbox where type = $1 and key = $2 order by sequence', [type, childId])
    .then((rows: { data: string }[]) => rows.map(({ data }) => JSON.parse(data)));

/** A family of its own for one test. */
let families = 0;
function newFamily(custody?: { type: number; holder?: string; until?: string }[]) {
  families += 1;
  const serial = String(families).padStart(3, '0');
  const family = { child: `6402264${serial}`, mother: `650390${1}${serial}`, father: `660391${1}${serial}` };
  register.family(family.child, family.mother, family.father, custody);
  return family;
}

describe('registering children', () => {
  it('reads the register once, keeps child and guardians and tells the others; again it finds the same child', async () => {
    const { child } = newFamily();
    const first = await call(nurse, 'POST', '/children', { cpr: child, healthVisitingUnit: 'HV-1' });
    expect(first.status).toBe(201);
    const again = await call(leader, 'POST', '/children', { cpr: child, healthVisitingUnit: 'HV-1' });
    expect(again).toEqual({ status: 200, body: first.body });
    const { childId } = first.body;
    expect(await published('child.registered.v1', childId)).toEqual([
      { childId, municipality: 'K1', healthVisitingUnit: 'HV-1' },
    ]);
    expect((await call(screening, 'GET', `/children/${childId}`)).body).toEqual({
      childId,
      municipality: 'K1',
      healthVisitingUnit: 'HV-1',
      birthDate: '2026-02-04',
    });
    expect(await guardiansOf(childId)).toHaveLength(2);
  });

  it('gives one child to many who register it at the same moment', async () => {
    const { child } = newFamily();
    const ids = await Promise.all(Array.from({ length: 8 }, () => registered(child)));
    expect(new Set(ids).size).toBe(1);
    expect(await published('child.registered.v1', ids[0]!)).toHaveLength(1);
  });

  it('keeps municipalities apart: the same number is another child there', async () => {
    const { child } = newFamily();
    const here = await registered(child);
    const there = await registered(child, staff('health_visitor', 'HV-1', 'K2'));
    expect(there).not.toBe(here);
  });

  it.each([
    ['a number whose date does not exist', '3102264000', nurse, 'HV-1', 422, 'CPR_INVALID'],
    ['somebody the register does not know', '6504264099', nurse, 'HV-1', 422, 'UNKNOWN_CHILD'],
    ['a grown-up', mette, nurse, 'HV-1', 422, 'AGE_OUT_OF_RANGE'],
    ['a child for another unit', alma, nurse, 'HV-2', 403, 'ROLE_NOT_ALLOWED'],
    ['a child, asked by day care', alma, staff('daycare_staff', 'DC-A'), 'DC-A', 403, 'ROLE_NOT_ALLOWED'],
  ])('refuses %s', async (_case, cpr, claims, healthVisitingUnit, status, code) => {
    const answer = await call(claims, 'POST', '/children', { cpr, healthVisitingUnit });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).not.toContain(cpr);
  });

  it('lets only the administrator move a child to another unit', async () => {
    const { child } = newFamily();
    const childId = await registered(child);
    const other = await call(staff('health_visitor', 'HV-2'), 'POST', '/children', {
      cpr: child,
      healthVisitingUnit: 'HV-2',
    });
    expect([other.status, other.body.code]).toEqual([409, 'STATE_CONFLICT']);
    expect(await registered(child, admin, 'HV-2')).toBe(childId);
    expect((await call(screening, 'GET', `/children/${childId}`)).body.healthVisitingUnit).toBe('HV-2');
    expect(await published('child.registered.v1', childId)).toHaveLength(2);
  });

  it('stores nothing while the register does not answer', async () => {
    const { child } = newFamily();
    for (const failure of ['silent', 'fault', 'malformed'] as const) {
      register.failure = failure;
      const answer = await call(nurse, 'POST', '/children', { cpr: child, healthVisitingUnit: 'HV-1' });
      expect([answer.status, answer.body.code]).toEqual([503, 'DEPENDENCY_UNAVAILABLE']);
    }
    register.failure = 'none';
    expect((await call(nurse, 'POST', '/children/lookup', { cpr: child })).body.code).toBe('UNKNOWN_CHILD');
  });

  it('keeps no number or name in the clear', async () => {
    register.people.set('7101904001', { name: 'Markeret Mærkesen', children: ['7101264002'] });
    register.people.set('7101264002', { name: 'Markeret Barn', mother: '7101904001', custody: [{ type: 3 }] });
    await registered('7101264002');
    const tables = [
      'child',
      'child_number',
      'guardian',
      'guardian_number',
      'custody',
      'custody_holder',
      'register_notice',
      'access_log',
      'outbox',
    ];
    for (const table of tables) {
      const rows = await database.dataSource.query(
        `select t::text as row, encode(convert_to(t::text, 'utf8'), 'hex') from ${table} t`,
      );
      expect(JSON.stringify(rows)).not.toMatch(/7101904001|7101264002|Markeret|4d61726b65726574/);
    }
  });
});

describe('finding children', () => {
  it('answers those of the hashes that are known in the municipality', async () => {
    const { child } = newFamily();
    const childId = await registered(child);
    const hash = cprHash(Cpr.parse(child), cprHashKey(hashKeyFile));
    const hashes = [hash, cprHash(Cpr.parse('9112256999'), cprHashKey(hashKeyFile))];
    const find = (municipality: string, claims = serviceNamed('novax-adapter')) =>
      call(claims, 'POST', '/children/find', { municipality, cprHashes: hashes });
    expect((await find('K1')).body).toEqual({ children: [{ cprHash: hash, childId, birthDate: '2026-02-04' }] });
    expect((await find('K2')).body).toEqual({ children: [] });
    expect((await find('K1', screening)).status).toBe(403);
  });

  it("looks up children of one's own unit only", async () => {
    const { child } = newFamily();
    const childId = await registered(child);
    const lookUp = (claims: TestClaims) => call(claims, 'POST', '/children/lookup', { cpr: child });
    expect((await lookUp(nurse)).body).toEqual({ childId });
    expect((await lookUp(staff('health_visitor', 'HV-2'))).body.code).toBe('UNKNOWN_CHILD');
    expect((await lookUp(staff('health_visitor', 'HV-1', 'K2'))).body.code).toBe('UNKNOWN_CHILD');
    expect((await lookUp(staff('daycare_staff', 'DC-A'))).body.code).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('custody', () => {
  it('gives a parent of twins one id, and another one in another municipality', async () => {
    const { child, mother, father } = newFamily();
    const twin = child.replace(/^64/, '65');
    register.family(twin, mother, father);
    const [first, second] = await Promise.all([registered(child), registered(twin)]);
    expect(await guardiansOf(first)).toEqual(await guardiansOf(second));
    const elsewhere = await registered(child, staff('health_visitor', 'HV-1', 'K2'));
    expect(await guardiansOf(elsewhere)).not.toEqual(await guardiansOf(first));
  });

  it.each<[string, 'child' | 'father']>([
    ['the child', 'child'],
    ['a parent who is not known here yet', 'father'],
  ])('hears of a change that the register tells about %s while the child is being registered', async (_case, whom) => {
    const { child, mother, father } = newFamily();
    const question = register.hold(whom === 'child' ? child : father);
    const registering = registered(child);
    await question.asked;
    register.people.set(child, { mother, father, custody: [{ type: 3 }] });
    expect((await pushEvent(whom === 'child' ? child : father)).status).toBe(202);
    question.answer();
    const childId = await registering;
    const [motherId, ...others] = await guardiansOf(childId);
    expect(others).toEqual([]);
    expect((await identify(mother)).guardianId).toBe(motherId);
    expect((await identify(father)).guardianId).toBeNull();
    expect(await published('custody.changed.v1', childId)).toMatchObject([{ guardianIds: [motherId] }]);
  });

  it('rests on nothing when the change came while the child was being registered and cannot be read', async () => {
    const { child, mother, father } = newFamily();
    const question = register.hold(father);
    const registering = registered(child);
    await question.asked;
    register.people.set(child, { mother, father, custody: [{ type: 3 }] });
    expect((await pushEvent(child)).status).toBe(202);
    register.failure = 'fault';
    question.answer();
    const childId = await registering;
    const share = await call(screening, 'GET', `/children/${childId}/guardians`);
    expect([share.status, share.body.code]).toEqual([503, 'DEPENDENCY_UNAVAILABLE']);
    register.failure = 'none';
    expect(await guardiansOf(childId)).toHaveLength(1);
  });

  it('gives each parent one id, however many children are registered at the same moment, in whatever order they are named', async () => {
    const { child, mother, father } = newFamily();
    const children = ['61', '62', '63', '65', '66', '67'].map((day) => child.replace(/^64/, day));
    for (const [nth, sibling] of children.entries()) {
      register.family(sibling, mother, father, nth % 2 ? [{ type: 3 }, { type: 4 }] : [{ type: 4 }, { type: 3 }]);
    }
    const ids = await Promise.all(children.map((sibling) => registered(sibling)));
    const guardians = await Promise.all(ids.map(guardiansOf));
    expect(new Set(guardians.map((two) => two.join())).size).toBe(1);
    expect(guardians[0]).toHaveLength(2);
  });

  it('joins a parent who was met under two numbers, and goes on knowing both ids', async () => {
    const { child, mother, father } = newFamily([{ type: 3 }]);
    const elder = await registered(child);
    const { guardianId: first } = await identify(mother);
    const newMother = mother.replace(/^65/, '85');
    const sibling = child.replace(/^64/, '66');
    register.people.set(newMother, { name: 'Ny Nummersen', children: [child, sibling] });
    register.people.set(sibling, { mother: newMother, father, custody: [{ type: 3 }] });
    const younger = await registered(sibling);
    const [second] = await guardiansOf(younger);
    expect(second).not.toBe(first);

    register.people.set(mother, { status: 60, currentCpr: newMother });
    expect((await pushEvent(mother)).status).toBe(202);
    expect(await guardiansOf(elder)).toEqual([first]);
    expect(await guardiansOf(younger)).toEqual([first]);
    for (const cpr of [newMother, mother]) {
      const { guardianId, children } = await identify(cpr);
      expect(guardianId).toBe(first);
      expect(children.map(({ childId }: { childId: string }) => childId).sort()).toEqual([elder, younger].sort());
    }
    const asker = (guardianId: string) => ({ kind: 'guardian', guardianId });
    for (const [who, sharedWith] of [
      [first, second],
      [second, first],
    ]) {
      expect(await ask(asker(who), younger, { sharedWith: [sharedWith] })).toMatchObject({ outcome: 'allowed' });
    }
    const recipient = await call(serviceNamed('notifications'), 'GET', `/guardians/${second}/recipient`);
    expect(recipient.body.cpr).toBe(newMother);
    await setClock('2026-05-06T10:02:00Z');
    expect(await guardiansOf(younger)).toEqual([first]);
    expect(await published('custody.changed.v1', younger)).toMatchObject([{ guardianIds: [first] }]);
  });

  it('keeps what the latest reading said about a guardian when an earlier one comes in late', async () => {
    const { child, mother, father } = newFamily([{ type: 3 }]);
    await registered(child);
    const sibling = child.replace(/^64/, '66');
    register.family(sibling, mother, father, [{ type: 3 }]);
    const { guardianId } = await identify(mother);
    register.people.set(mother, { ...register.people.get(mother), name: 'Gammel Navnesen' });
    const question = register.hold(mother);
    const late = registered(sibling);
    await question.asked;
    register.people.set(mother, { ...register.people.get(mother), name: 'Ny Navnesen' });
    expect((await pushEvent(child)).status).toBe(202);
    question.answer();
    await late;
    const recipient = await call(serviceNamed('notifications'), 'GET', `/guardians/${guardianId}/recipient`);
    expect(recipient.body.name).toBe('Ny Navnesen');
  });

  it('identifies a guardian with the children, and nobody without custody', async () => {
    const { child, mother, father } = newFamily([{ type: 3 }]);
    const childId = await registered(child);
    const [guardianId] = await guardiansOf(childId);
    expect(await identify(mother)).toMatchObject({ guardianId, children: [{ childId, relation: 'guardian' }] });
    expect(await identify(father)).toEqual({ guardianId: null, children: [], language: null });
    expect(await identify(mother, 'K2')).toEqual({ guardianId: null, children: [], language: null });
    expect(await identify('6504904444')).toEqual({ guardianId: null, children: [], language: null });
  });

  it('counts other holders and leaves out dead ones and authorities', async () => {
    const { child, father } = newFamily([{ type: 4 }, { type: 5, holder: '6601741146' }, { type: 6 }]);
    register.people.set('6601741146', { name: 'Birgit Fosterholt' });
    register.people.set(father, { ...register.people.get(father), status: 90 });
    const childId = await registered(child);
    const [only, ...others] = await guardiansOf(childId);
    expect(others).toEqual([]);
    expect(await identify('6601741146')).toMatchObject({
      guardianId: only,
      children: [{ childId, relation: 'guardian' }],
    });
  });

  it('keeps the id of a guardian, and of a child, whose number was changed', async () => {
    const { child, mother, father } = newFamily();
    const childId = await registered(child);
    const before = await guardiansOf(childId);
    const newMother = mother.replace(/^65/, '85');
    const newChild = child.replace(/^64/, '84');
    register.people.set(mother, { status: 60, currentCpr: newMother });
    register.people.set(newMother, { name: 'Ny Nummersen', children: [newChild] });
    register.people.set(child, { status: 60, currentCpr: newChild });
    register.people.set(newChild, { mother: newMother, father, custody: [{ type: 3 }, { type: 4 }] });
    expect((await pushEvent(child)).status).toBe(202);
    expect(await guardiansOf(childId)).toEqual(before);
    expect(await published('custody.changed.v1', childId)).toEqual([]);
    expect((await identify(newMother)).children).toMatchObject([{ childId, relation: 'guardian' }]);
    expect((await identify(mother)).children).toMatchObject([{ childId, relation: 'guardian' }]);
    expect((await call(nurse, 'POST', '/children/lookup', { cpr: newChild })).body).toEqual({ childId });
    expect((await call(nurse, 'POST', '/children/lookup', { cpr: child })).body).toEqual({ childId });
    const { guardianId } = await identify(newMother);
    const recipient = await call(serviceNamed('notifications'), 'GET', `/guardians/${guardianId}/recipient`);
    expect(recipient.body).toEqual({ cpr: newMother, name: 'Ny Nummersen', language: 'da' });
  });

  it('takes effect with the answer to the change event, and tells the others once', async () => {
    const { child, mother, father } = newFamily();
    const childId = await registered(child);
    const { guardianId: fatherId } = await identify(father);
    const asker = { kind: 'guardian', guardianId: fatherId };
    expect(await ask(asker, childId, { sharedWith: [fatherId] })).toMatchObject({ outcome: 'allowed', rule: 'R6' });

    register.people.set(child, { mother, father, custody: [{ type: 3 }] });
    expect((await pushEvent(child)).status).toBe(202);
    expect(await ask(asker, childId, { sharedWith: [fatherId] })).toMatchObject({
      outcome: 'refused',
      code: 'NOT_GUARDIAN',
    });
    expect(await identify(father)).toEqual({ guardianId: null, children: [], language: null });
    const left = await guardiansOf(childId);
    expect((await pushEvent(child)).status).toBe(202);
    expect(await published('custody.changed.v1', childId)).toEqual([
      { childId, municipality: 'K1', guardianIds: left, asOf: expect.any(String) },
    ]);
  });

  it('gives a new guardian access at once', async () => {
    const { child, mother, father } = newFamily([{ type: 3 }]);
    const childId = await registered(child);
    register.people.set(child, { mother, father, custody: [{ type: 3 }, { type: 4 }] });
    expect((await pushEvent(mother)).status).toBe(202);
    expect((await identify(father)).children).toMatchObject([{ childId, relation: 'guardian' }]);
  });

  it('is over on the day the register names, without any event', async () => {
    const { child, mother, father } = newFamily([{ type: 3 }, { type: 4, until: '2026-05-07' }]);
    const childId = await registered(child);
    expect(await guardiansOf(childId)).toHaveLength(2);
    await setClock('2026-05-06T22:00:30Z');
    expect((await identify(father)).guardianId).toBeNull();
    expect((await identify(mother)).children).toMatchObject([{ childId, relation: 'guardian' }]);
    expect(await guardiansOf(childId)).toHaveLength(1);
    expect(await published('custody.changed.v1', childId)).toHaveLength(1);
  });

  it('fails closed while the register is silent: reading goes on for the grace, sharing does not', async () => {
    const { child, mother } = newFamily();
    const childId = await registered(child);
    const { guardianId } = await identify(mother);
    const read = () => ask({ kind: 'guardian', guardianId }, childId, { sharedWith: [guardianId] });
    register.failure = 'silent';
    await setClock('2026-05-06T10:02:00Z');
    expect(await read()).toMatchObject({ outcome: 'allowed', asOf: expect.stringContaining('2026-05-06T10:00:') });
    const share = await call(screening, 'GET', `/children/${childId}/guardians`);
    expect([share.status, share.body.code]).toEqual([503, 'DEPENDENCY_UNAVAILABLE']);
    await setClock('2026-05-06T10:06:00Z');
    expect(await read()).toMatchObject({ outcome: 'refused', code: 'DEPENDENCY_UNAVAILABLE', rule: 'R11' });
    register.failure = 'none';
    expect(await read()).toMatchObject({ outcome: 'allowed' });
    expect(await guardiansOf(childId)).toHaveLength(2);
  });

  it('rests on nothing after a change that could not be read', async () => {
    const { child, mother } = newFamily();
    const childId = await registered(child);
    const { guardianId } = await identify(mother);
    register.failure = 'fault';
    expect((await pushEvent(child)).status).toBe(503);
    expect(await ask({ kind: 'guardian', guardianId }, childId, { sharedWith: [guardianId] })).toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
    });
  });

  it('writes letters to nobody who is dead, in the language that was chosen', async () => {
    const { child, mother } = newFamily();
    await registered(child);
    const { guardianId } = await identify(mother);
    const recipient = () => call(serviceNamed('notifications'), 'GET', `/guardians/${guardianId}/recipient`);
    expect((await identify(mother)).language).toBe('da');
    expect((await call(portal, 'PUT', `/guardians/${guardianId}/language`, { language: 'en' })).status).toBe(204);
    expect((await identify(mother)).language).toBe('en');
    expect((await recipient()).body.language).toBe('en');
    register.people.set(mother, { status: 90 });
    await setClock('2026-05-06T10:10:00Z');
    expect((await recipient()).body.code).toBe('RECIPIENT_UNKNOWN');
    expect((await call(screening, 'GET', `/guardians/${guardianId}/recipient`)).status).toBe(403);
    expect((await call(serviceNamed('notifications'), 'GET', `/guardians/${randomUUID()}/recipient`)).status).toBe(404);
  });
});

describe('access decisions', () => {
  const asStaff = (role: string, organisation: string) => ({ kind: 'staff', role, organisation, subject: `${role}-x` });

  it('follow the policy and are all written down, refused ones too', async () => {
    const { child, mother } = newFamily();
    const childId = await registered(child);
    const { guardianId } = await identify(mother);
    const answers = [
      await ask(asStaff('health_visitor', 'HV-1'), childId, { documentKind: 'adbb_result' }),
      await ask(asStaff('daycare_staff', 'DC-A'), childId, { documentKind: 'adbb_result' }),
      await ask({ kind: 'operations', subject: 'ops' }, childId, { documentKind: 'letter_content' }),
      await ask(asStaff('health_visitor', 'HV-1'), childId, { municipality: 'K2' }),
      await ask({ kind: 'guardian', guardianId }, childId, { sharedWith: [guardianId] }),
      await ask({ kind: 'guardian', guardianId }, childId, { sharedWith: [] }),
    ];
    expect(answers.map(({ outcome, code, hidden, rule }) => [outcome, code, hidden, rule])).toEqual([
      ['allowed', null, false, 'R6'],
      ['refused', 'CONSENT_MISSING', false, 'R13'],
      ['refused', 'CONTENT_NOT_FOR_OPS', false, 'R19'],
      ['refused', 'WRONG_TENANT', true, 'tenant'],
      ['allowed', null, false, 'R6'],
      ['refused', 'NOT_FOUND', true, 'R6'],
    ]);
    const log = await database.dataSource.query(
      'select outcome, code from access_log where child_id = $1 order by log_id',
      [childId],
    );
    expect(log).toEqual(answers.map(({ outcome, code }) => ({ outcome, code })));
  });

  it('show guardians the log without saying who of the staff it was', async () => {
    const { child, mother, father } = newFamily([{ type: 3 }]);
    const childId = await registered(child);
    const { guardianId } = await identify(mother);
    await ask(asStaff('health_visitor', 'HV-1'), childId, { documentKind: 'adbb_result' });
    await ask(asStaff('daycare_staff', 'DC-A'), childId, { documentKind: 'adbb_result' });
    const view = await call(portal, 'GET', `/children/${childId}/access-log?guardianId=${guardianId}`);
    expect(view.body.entries).toMatchObject([
      { who: 'guardian', own: true, documentKind: 'access_log', outcome: 'allowed' },
      {
        who: 'staff',
        own: false,
        role: 'daycare_staff',
        organisation: 'DC-A',
        outcome: 'refused',
        code: 'CONSENT_MISSING',
      },
      { who: 'staff', role: 'health_visitor', organisation: 'HV-1', outcome: 'allowed', staffSubject: null },
    ]);
    expect(JSON.stringify(view.body)).not.toContain('health_visitor-x');
    const leaders = await call(leader, 'GET', `/children/${childId}/access-log?limit=1`);
    expect(leaders.body.entries).toMatchObject([
      { documentKind: 'access_log', staffSubject: 'institution_leader-of-HV-1' },
    ]);
    const refused = async (claims: TestClaims, query = '') =>
      (await call(claims, 'GET', `/children/${childId}/access-log${query}`)).body.code;
    expect(await refused(staff('institution_leader', 'DC-A'))).toBe('ROLE_NOT_ALLOWED');
    expect(await refused(staff('institution_leader', 'HV-1', 'K2'))).toBe('NOT_FOUND');
    expect(await refused(nurse)).toBe('ROLE_NOT_ALLOWED');
    expect(await refused(portal, `?guardianId=${randomUUID()}`)).toBe('NOT_GUARDIAN');
    expect(await refused(screening, `?guardianId=${guardianId}`)).toBe('ROLE_NOT_ALLOWED');
    expect((await identify(father)).guardianId).toBeNull();
  });

  it('cannot be changed or taken out of the log, and each month has its own partition', async () => {
    const childId = await registered();
    await setClock('2027-01-31T23:30:00Z');
    await ask(asStaff('health_visitor', 'HV-1'), childId);
    const run = (sql: string) => database.dataSource.query(sql);
    await expect(run(`update access_log set outcome = 'allowed'`)).rejects.toThrow('only ever added to');
    await expect(run('delete from access_log')).rejects.toThrow('only ever added to');
    await expect(run('truncate access_log')).rejects.toThrow('only ever added to');
    await expect(run('truncate access_log_2027_01')).rejects.toThrow('only ever added to');
    expect(await run('select count(*)::int as n from access_log_2027_01')).toEqual([{ n: 1 }]);
  });

  it('are each answered and written down once, however many ask at the same moment', async () => {
    const { child, mother } = newFamily();
    const childId = await registered(child);
    const { guardianId } = await identify(mother);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index % 2 === 0
          ? ask({ kind: 'guardian', guardianId }, childId, { sharedWith: [guardianId] })
          : ask(asStaff('daycare_staff', 'DC-A'), childId),
      ),
    );
    expect(answers.map(({ code }) => code)).toEqual(
      Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? null : 'CONSENT_MISSING')),
    );
    const log = await database.dataSource.query(
      'select outcome, count(*)::int as times from access_log where child_id = $1 group by outcome order by outcome',
      [childId],
    );
    expect(log).toEqual([
      { outcome: 'allowed', times: 50 },
      { outcome: 'refused', times: 50 },
    ]);
  });
});
