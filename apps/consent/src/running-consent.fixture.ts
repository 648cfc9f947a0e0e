import { randomBytes, randomUUID } from 'node:crypto';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { startService, type RunningService } from '#service/start-service.js';
import { secretFile } from '#testing/secret-file.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { TestIssuer, type TestClaims } from '#testing/test-issuer.js';
import { consentService } from './consent.service.js';
import { ScriptedRegister, type ScriptedPerson } from './register/scripted-register.fixture.js';

export const staff = (role: string, organisation: string, municipality = 'K1'): TestClaims => ({
  principal_kind: 'staff',
  sub: `${role}-of-${organisation}`,
  role,
  organisation,
  municipality,
});
export const nurse = staff('health_visitor', 'HV-1');
export const leader = staff('institution_leader', 'HV-1');
export const serviceNamed = (client_id: string): TestClaims => ({ principal_kind: 'service', client_id });
export const portal = serviceNamed('parent-portal');
export const screening = serviceNamed('screening');

export interface Answer {
  status: number;
  body: any;
}

export interface Family {
  child: string;
  mother: string;
  father: string;
  childId: string;
  motherId: string;
  fatherId: string;
}

/** The consent service with real servers and a register that says what a test tells it to. */
export class RunningConsent {
  private readonly tokens = new Map<string, Promise<string>>();
  private families = 0;

  private constructor(
    private readonly issuer: TestIssuer,
    readonly register: ScriptedRegister,
    readonly database: TestDatabase,
    private readonly broker: TestBroker,
    readonly service: RunningService,
  ) {}

  static async start(name: string): Promise<RunningConsent> {
    const issuer = await TestIssuer.start();
    const register = await ScriptedRegister.start();
    const broker = testBroker();
    await broker.createTopics(['consent.v1', 'operations.v1']);
    const database = await testDatabase(name, [...messagingMigrations, ...consentService.migrations]);
    const service = await startService(consentService, {
      HUB_ENV: 'test',
      HUB_CLOCK: '2026-05-06T10:00:00Z',
      PORT: '0',
      DATABASE_URL: database.url,
      GOODBYE_MS: '0',
      KAFKA_BROKERS: broker.brokers.join(),
      TOPIC_PREFIX: broker.topicPrefix,
      OIDC_ISSUER: issuer.url,
      CLIENT_KEY_FILE: issuer.clientKeyFile,
      CPR_HASH_KEY_FILE: secretFile(),
      REGISTER_SEAL_KEY: randomBytes(32).toString('base64'),
      CUSTODY_REGISTER_URL: register.url,
      CUSTODY_REGISTER_TIMEOUT_MS: '1500',
      YOUNG_PEOPLE_POLL_MS: '100',
      ACCESS_LOG_RETENTION_POLL_MS: '100',
    });
    return new RunningConsent(issuer, register, database, broker, service);
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.database.drop();
    await this.broker.close();
    await this.register.close();
    await this.issuer.close();
  }

  tokenFor(claims: TestClaims): Promise<string> {
    const key = JSON.stringify(claims);
    const token = this.tokens.get(key) ?? this.issuer.token(claims);
    this.tokens.set(key, token);
    return token;
  }

  async call(claims: TestClaims, method: string, path: string, body?: unknown, headers: object = {}): Promise<Answer> {
    const response = await fetch(`${this.service.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.tokenFor(claims)}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  setClock(at: string): Promise<unknown> {
    return fetch(`${this.service.url}/clock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ at }),
    });
  }

  /** The register tells that something about the person changed. */
  pushEvent(cpr: string): Promise<Answer> {
    const channel: TestClaims = { principal_kind: 'channel', client_id: 'custody-register', scope: 'custody.event' };
    return this.call(channel, 'POST', '/custody-events', { cpr });
  }

  async identify(cpr: string, municipality = 'K1'): Promise<any> {
    return (await this.call(portal, 'POST', '/guardians/identify', { municipality, cpr })).body;
  }

  async ask(asker: object, childId: string, rest: object = {}): Promise<any> {
    const question = { municipality: 'K1', documentKind: 'adbb_result', action: 'read', ...rest, asker, childId };
    return (await this.call(screening, 'POST', '/access-decisions', question)).body;
  }

  /** A family of its own, registered with HV-1; born on 4 February 2026 unless told. */
  async family({
    born = '640226',
    custody,
  }: { born?: string; custody?: ScriptedPerson['custody'] } = {}): Promise<Family> {
    this.families += 1;
    const serial = String(this.families).padStart(3, '0');
    const family = { child: `${born}4${serial}`, mother: `6503901${serial}`, father: `6603911${serial}` };
    this.register.family(family.child, family.mother, family.father, custody);
    const { child: cpr } = family;
    const { childId } = (await this.call(nurse, 'POST', '/children', { cpr, healthVisitingUnit: 'HV-1' })).body;
    const { guardianId: motherId } = await this.identify(family.mother);
    const { guardianId: fatherId } = await this.identify(family.father);
    return { ...family, childId, motherId, fatherId };
  }

  request(childId: string, rest: object = {}, claims = nurse, key: string = randomUUID()): Promise<Answer> {
    const wanted = {
      type: 'pass_on_to_daycare',
      documentKinds: ['adbb_result'],
      receiver: 'DC-A',
      validUntil: '2026-12-31',
      ...rest,
    };
    return this.call(claims, 'POST', `/children/${childId}/consents`, wanted, { 'idempotency-key': key });
  }

  /** The id of a consent asked for, or of one with everybody's grant. */
  async asked(childId: string, rest: object = {}): Promise<string> {
    const { status, body } = await this.request(childId, rest);
    if (status !== 201) throw new Error(`The consent was not asked for: ${body.code} ${body.place}`);
    return body.consentId;
  }

  answer(
    consentId: string,
    guardianId: string,
    decision: string,
    rest: object = {},
    key: string = randomUUID(),
  ): Promise<Answer> {
    const login = { broker: 'mitid', assurance: 'substantial', authenticatedAt: '2026-05-06T09:55:00Z' };
    const answer = { guardianId, decision, textVersion: 1, language: 'da', login, ...rest };
    return this.call(portal, 'POST', `/consents/${consentId}/answers`, answer, { 'idempotency-key': key });
  }

  async granted(family: Family, rest: object = {}): Promise<string> {
    const consentId = await this.asked(family.childId, rest);
    await this.answer(consentId, family.motherId, 'granted');
    await this.answer(consentId, family.fatherId, 'granted');
    return consentId;
  }

  /** What was told about the child, oldest first. */
  async published(type: string, childId: string): Promise<any[]> {
    const sql = 'select data from outbox where type = $1 and key = $2 order by sequence';
    const rows: { data: string }[] = await this.database.dataSource.query(sql, [type, childId]);
    return rows.map(({ data }) => JSON.parse(data));
  }
}
