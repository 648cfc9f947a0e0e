import { randomBytes } from 'node:crypto';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { startService, type RunningService } from '#service/start-service.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { TestIssuer } from '#testing/test-issuer.js';
import { parentPortalService } from './parent-portal.service.js';
import { PortalBroker, type Person } from './portal-broker.fixture.js';
import { TestVisitor } from './test-visitor.fixture.js';

/** The portal with a database of its own, among neighbours who answer what a test says. Its clock begins at `start`. */
export class RunningPortal {
  private constructor(
    readonly start: string,
    readonly broker: PortalBroker,
    private readonly issuer: TestIssuer,
    private readonly kafka: TestBroker,
    private readonly database: TestDatabase,
    private readonly service: RunningService,
  ) {}

  static async open(start: string): Promise<RunningPortal> {
    const issuer = await TestIssuer.start();
    const broker = await PortalBroker.start(issuer);
    const kafka = testBroker();
    await kafka.createTopics(['portal.v1', 'consent.v1', 'operations.v1']);
    const database = await testDatabase('portal', [...messagingMigrations, ...parentPortalService.migrations]);
    const service = await startService(parentPortalService, {
      HUB_ENV: 'test',
      HUB_CLOCK: start,
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
      SESSION_SEAL_KEY: randomBytes(32).toString('base64'),
      GUESSES_PER_SESSION: '1000',
      GUESSES_PER_ADDRESS: '100000',
      LOGINS_PER_MINUTE: '1000',
    });
    return new RunningPortal(start, broker, issuer, kafka, database, service);
  }

  get url(): string {
    return this.service.url;
  }

  /** Sets the clock so many minutes after the start. */
  async minutes(count: number): Promise<void> {
    const at = new Date(Date.parse(this.start) + count * 60_000).toISOString();
    const headers = { 'content-type': 'application/json' };
    await fetch(`${this.url}/clock`, { method: 'PUT', headers, body: JSON.stringify({ at }) });
  }

  visitor(): TestVisitor {
    return new TestVisitor(this.url, this.broker);
  }

  async loggedIn(person: Person): Promise<TestVisitor> {
    const one = this.visitor();
    await one.logIn(person);
    return one;
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.database.drop();
    await this.kafka.close();
    this.broker.close();
    await this.issuer.close();
  }
}
