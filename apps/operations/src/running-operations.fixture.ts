import { randomBytes, randomUUID } from 'node:crypto';
import { freePort } from '#local/servers/free-port.js';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import { messagingMigrations } from '#messaging/database/migrations.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { startService, type RunningService } from '#service/start-service.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { TestIssuer } from '#testing/test-issuer.js';
import { RecordEvents } from './chains/record-events.js';
import { SessionCookie } from './login/session-cookie.js';
import { operationsService } from './operations.service.js';

export const operator = {
  principal_kind: 'staff',
  sub: 'o1',
  role: 'ops_operator',
  organisation: 'OPS',
  municipality: 'K1',
} as const;
type Person = Omit<typeof operator, 'municipality' | 'role'> & { municipality: string; role: string };

export const CSRF = 'c'.repeat(32);

/**
 * Operations on real servers, that asks itself for stopped messages: its own doors stand for those of every service. Screening is named and
 * does not answer.
 */
export class RunningOperations {
  /** Not the one that runs here, so that nothing of it moves by itself. */
  private readonly consumer = 'another.consumer';

  private constructor(
    readonly service: RunningService,
    readonly issuer: TestIssuer,
    readonly database: TestDatabase,
    private readonly kafka: TestBroker,
  ) {}

  static async open(env: Readonly<Record<string, string>> = {}): Promise<RunningOperations> {
    const issuer = await TestIssuer.start();
    const kafka = testBroker();
    await kafka.createTopics([...new Set(eventCatalogue.map(({ topic }) => topic))], 1);
    const database = await testDatabase('operations', [...messagingMigrations, ...operationsService.migrations]);
    const port = await freePort();
    const service = await startService(operationsService, {
      HUB_ENV: 'test',
      PORT: String(port),
      DATABASE_URL: database.url,
      GOODBYE_MS: '0',
      KAFKA_BROKERS: kafka.brokers.join(),
      TOPIC_PREFIX: kafka.topicPrefix,
      OIDC_ISSUER: issuer.url,
      CLIENT_KEY_FILE: issuer.clientKeyFile,
      COOKIE_KEY: randomBytes(32).toString('base64'),
      WORK_POLL_MS: '600000',
      OPERATIONS_DOORS_URL: `http://127.0.0.1:${port}`,
      ...env,
    });
    return new RunningOperations(service, issuer, database, kafka);
  }

  get url(): string {
    return this.service.url;
  }

  query(sql: string, params: unknown[] = []): Promise<any> {
    return this.database.dataSource.query(sql, params);
  }

  /** The cookie of somebody who has logged in. */
  async cookie(person: Person = operator): Promise<string> {
    const token = await this.issuer.token(person);
    return this.service.app.get(SessionCookie).seal({ kind: 'session', token, csrf: CSRF }, 600);
  }

  /** A page as a browser without script would load it. */
  async page(path: string, person: Person = operator) {
    const headers = { cookie: `operations=${await this.cookie(person)}`, accept: 'text/html' };
    const response = await fetch(this.url + path, { headers, redirect: 'manual' });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  /** Sends a form; `csrf` is in it unless another is given. */
  async form(path: string, fields: Record<string, string>, { person = operator as Person, site = 'same-origin' } = {}) {
    const response = await fetch(this.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: `operations=${await this.cookie(person)}`,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': site,
      },
      body: new URLSearchParams({ csrf: CSRF, ...fields }),
    });
    return { status: response.status, text: await response.text(), location: response.headers.get('location') };
  }

  /** Keeps what the consumer would be given: the contract's own example under the trace. */
  record(...deliveries: Delivery<unknown>[]): Promise<void> {
    const { app } = this.service;
    return app.get(UnitOfWork).run((tx) => app.get(RecordEvents).run(tx, deliveries));
  }

  delivered(traceId: string, type: string, time: string, extra: object = {}, municipality = 'K1'): Delivery<unknown> {
    return {
      eventId: randomUUID(),
      type,
      key: 'k',
      subject: null,
      municipality,
      time,
      data: { ...(eventCatalogue.find((each) => each.type === type)?.example as object), ...extra },
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      causationId: null,
      topic: 't',
      partition: 0,
      offset: 0,
    };
  }

  /** An event that operations itself could not handle; answers the letter's id. */
  async deadLetter(options: { traceId?: string; key?: string; code?: string; municipality?: string } = {}) {
    const { traceId = newTrace(), key = randomUUID(), code = 'VERSION_UNKNOWN', municipality = 'K1' } = options;
    const eventId = randomUUID();
    const [{ id }] = await this.query(
      `insert into dead_letter (consumer, identity, event_id, type, key, municipality, topic, partition, broker_offset, headers,
                                payload, error_class, code, error, attempts)
       values ($1, $2, $2, 'portal.document.shared.v2', $3, $4, 'hub.portal.v1', 0, 7, $5, 'what it held', 'poison', $6,
               '{"errorName":"PoisonError"}', 1)
       returning id`,
      [this.consumer, eventId, key, municipality, { traceparent: `00-${traceId}-b7ad6b7169203331-01` }, code],
    );
    return { id: id as string, eventId };
  }

  /** A child whose event waits; with `own` it is one that runs here, and moves when it is released. */
  async park(options: { traceId?: string; key?: string; municipality?: string; own?: boolean } = {}) {
    const { traceId = newTrace(), key = randomUUID(), municipality = 'K1', own = false } = options;
    const consumer = own ? `${this.kafka.topicPrefix}operations` : this.consumer;
    const eventId = randomUUID();
    await this.query(
      `insert into parked_key (consumer, key, municipality, error_class, code, error, attempts)
       values ($1, $2, $3, 'key_bound', 'SENDER_UNKNOWN', '{"errorName":"KeyBoundError"}', 1)`,
      [consumer, key, municipality],
    );
    await this.query(
      `insert into parked_event (consumer, key, event_id, type, topic, partition, broker_offset, headers, payload)
       values ($1, $2, $3, 'portal.document.shared.v1', 'hub.portal.v1', 0, 1, $4, 'what it held')`,
      [consumer, key, eventId, { traceparent: `00-${traceId}-b7ad6b7169203331-01`, ce_municipality: municipality }],
    );
    return { key, eventId };
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.database.drop();
    await this.kafka.close();
    await this.issuer.close();
  }
}

export const newTrace = (): string => randomBytes(16).toString('hex');
