import { randomUUID } from 'node:crypto';
import type { EventContract } from '#contracts/event-contract.js';
import { envelopeOf } from '#messaging/events/envelope.js';
import { startService, type RunningService } from '#service/start-service.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { TestIssuer, type TestClaims } from '#testing/test-issuer.js';
import { screeningService } from './screening.service.js';
import { ConsentThatAnswers } from './consent-that-answers.fixture.js';

export const staff = (role: string, organisation = 'HV-1', municipality = 'K1', sub = `${role}-1`): TestClaims => ({
  principal_kind: 'staff',
  sub,
  role,
  organisation,
  municipality,
});

export interface Answer {
  status: number;
  json: any;
  bytes: string;
}

interface Published {
  contract: EventContract<any>;
  data: { childId: string | null; municipality: string };
  time: string;
  traceparent?: string;
  eventId?: string;
  /** Instead of the data, as something that no service of ours would send. */
  broken?: string;
}

/** The whole service on real PostgreSQL and Kafka, with a consent that answers as the test says. */
export class RunningScreening {
  private constructor(
    readonly issuer: TestIssuer,
    readonly consent: ConsentThatAnswers,
    readonly database: TestDatabase,
    readonly broker: TestBroker,
    readonly instances: RunningService[],
  ) {}

  static async start(name: string, { instances = 1, clock = '2026-05-06T08:00:00Z' } = {}): Promise<RunningScreening> {
    const issuer = await TestIssuer.start();
    const consent = await ConsentThatAnswers.start();
    const database = await testDatabase(name, []);
    const broker = testBroker();
    await broker.createTopics([
      'journal.v1',
      'consent.v1',
      'portal.v1',
      'letters.v1',
      'screening.v1',
      'rules.v1',
      'operations.v1',
    ]);
    const env = {
      HUB_ENV: 'test',
      HUB_CLOCK: clock,
      PORT: '0',
      DATABASE_URL: database.url,
      GOODBYE_MS: '0',
      KAFKA_BROKERS: broker.brokers.join(','),
      TOPIC_PREFIX: broker.topicPrefix,
      OIDC_ISSUER: issuer.url,
      CLIENT_KEY_FILE: issuer.clientKeyFile,
      CONSENT_URL: consent.url,
      OVERDUE_POLL_MS: '50',
      OVERDUE_FIRST_LOOK_MS: '50',
    };
    const running: RunningService[] = [];
    for (let nth = 0; nth < instances; nth += 1) running.push(await startService(screeningService, env));
    return new RunningScreening(issuer, consent, database, broker, running);
  }

  async stop(): Promise<void> {
    for (const instance of this.instances) await instance.close();
    await this.consent.stop();
    await this.database.drop();
    await this.broker.close();
    await this.issuer.close();
  }

  /** Asks a door as somebody; a write with a key of its own, unless one is given (null: none). */
  async ask(as: TestClaims, path: string, body?: unknown, key: string | null = randomUUID()): Promise<Answer> {
    const response = await fetch(`${this.instances[0]!.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${await this.issuer.token(as)}`,
        'content-type': 'application/json',
        ...(key === null ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = await response.text();
    return { status: response.status, json: JSON.parse(bytes), bytes };
  }

  /** Sets the clock of every instance. */
  async setClock(at: string): Promise<void> {
    for (const { url } of this.instances) {
      await fetch(`${url}/clock`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ at }),
      });
    }
  }

  /** Puts an event on its topic, as its owner's relay would. */
  async publish({ contract, data, time, traceparent, eventId = randomUUID(), broken }: Published): Promise<void> {
    const key = data.childId ?? eventId;
    const row = {
      sequence: '1',
      eventId,
      type: contract.type,
      topic: contract.topic,
      key,
      municipality: data.municipality,
      subject: data.childId,
      time,
      dataschema: contract.dataSchema,
      data: broken ?? JSON.stringify(contract.parse(data)),
      traceparent: traceparent ?? null,
      causationId: null,
      recordedAt: new Date().toISOString(),
      again: false,
      settled: true,
    };
    const source = `/trivselshub/${contract.owner}`;
    await this.broker.broker.send([envelopeOf(row, source, this.broker.topicPrefix, row.traceparent)]);
  }

  query<T = any>(sql: string, params: unknown[] = []): Promise<T[]> {
    return this.database.dataSource.query(sql, params);
  }

  /** The service's own events about the child, in the order published. */
  async eventsOf(childId: string): Promise<string[]> {
    const rows = await this.query<{ type: string }>('select type from outbox where key = $1 order by sequence', [
      childId,
    ]);
    return rows.map(({ type }) => type);
  }
}
