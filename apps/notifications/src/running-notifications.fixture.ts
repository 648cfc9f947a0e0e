import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { portalDocumentSharedV1 } from '#contracts/events/portal-document-shared.js';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { Clock } from '#service/clock.js';
import { startService, type RunningService } from '#service/start-service.js';
import { eventually } from '#testing/eventually.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { TestIssuer, type TestClaims } from '#testing/test-issuer.js';
import { DigitalPostModule } from '../../stand-ins/src/digital-post/digital-post.module.js';
import type { TakenLetter } from '../../stand-ins/src/digital-post/taken-letter.js';
import type { SendCall } from '../../stand-ins/src/digital-post/digital-post-state.js';
import { notificationsService } from './notifications.service.js';

type Closer = () => Promise<unknown>;

export interface Guardian {
  guardianId: string;
  cpr: string;
  name: string;
  language: 'da' | 'en';
}

/** Who answers for consent in a test of notifications alone. */
export class NeighbouringConsent {
  readonly guardians = new Map<string, Guardian>();
  readonly holders = new Map<string, string[]>();
  decision = {
    outcome: 'allowed',
    code: null as string | null,
    hidden: false,
    rule: 'R6',
    asOf: '2026-06-01T08:00:00Z',
  };
  questions: { documentKind: string; asker: { kind: string } }[] = [];
  closed = false;

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (this.closed) return void reply(503, { code: 'DEPENDENCY_UNAVAILABLE' });
    const [, kind, id = ''] = (request.url ?? '').split('/');
    if (kind === 'access-decisions') {
      this.questions.push(JSON.parse(text));
      return void reply(200, this.decision);
    }
    if (kind === 'guardians') {
      const guardian = this.guardians.get(id);
      return void (guardian ? reply(200, guardian) : reply(404, { code: 'NOT_FOUND' }));
    }
    const guardians = (this.holders.get(id) ?? []).map((guardianId) => ({ guardianId }));
    return void reply(200, { asOf: '2026-06-01T08:00:00Z', guardians });
  }
}

export interface Family {
  childId: string;
  guardians: Guardian[];
}

/** Replacement numbers of invented people, a new one for each call. */
let born = 0;
function newCpr(): string {
  born += 1;
  return `61${String((born % 12) + 1).padStart(2, '0')}90${String(1000 + born).padStart(4, '0')}`;
}

/** Notifications on real servers, with the Digital Post stand-in beside it in this process, over HTTP. */
export class RunningNotifications {
  private constructor(
    readonly service: RunningService,
    readonly database: TestDatabase,
    readonly broker: TestBroker,
    readonly issuer: TestIssuer,
    readonly consent: NeighbouringConsent,
    readonly standInClock: Clock,
    private readonly channelUrl: string,
    private readonly started: Closer[],
    readonly environment: Record<string, string>,
    /** Where the channel pushes to. */
    readonly pushesTo: { url: string },
  ) {}

  static async start(name: string, now: string, changes: Record<string, string> = {}): Promise<RunningNotifications> {
    const started: Closer[] = [];
    try {
      return await RunningNotifications.open(started, name, now, changes);
    } catch (error) {
      for (const close of started.reverse()) await close();
      throw error;
    }
  }

  private static async open(
    started: Closer[],
    name: string,
    now: string,
    changes: Record<string, string>,
  ): Promise<RunningNotifications> {
    const issuer = await TestIssuer.start();
    started.push(() => issuer.close());
    const database = await testDatabase(name, [...messagingMigrations, ...notificationsService.migrations]);
    started.push(() => database.drop());
    const broker = testBroker();
    started.push(() => broker.close());
    await broker.createTopics(['screening.v1', 'letters.v1', 'operations.v1'], 2);
    const consent = new NeighbouringConsent();
    const consentServer = createServer((request, response) => void consent.answer(request, response));
    await new Promise<void>((ready) => consentServer.listen(0, '127.0.0.1', ready));
    started.push(async () => void consentServer.close());
    const hub = { url: '' };
    const standInClock = new Clock(Temporal.Instant.from(now));
    const channel = await startChannel(hub, issuer, standInClock);
    started.push(() => channel.close());
    const channelUrl = await channel.getUrl();
    const environment = {
      HUB_ENV: 'test',
      HUB_CLOCK: now,
      PORT: '0',
      DATABASE_URL: database.url,
      KAFKA_BROKERS: broker.brokers.join(','),
      TOPIC_PREFIX: broker.topicPrefix,
      OIDC_ISSUER: issuer.url,
      CLIENT_KEY_FILE: issuer.clientKeyFile,
      CONSENT_URL: `http://127.0.0.1:${(consentServer.address() as AddressInfo).port}`,
      DIGITAL_POST_URL: `${channelUrl}/digital-post`,
      DIGITAL_POST_TIMEOUT_MS: '1500',
      REPLY_SEAL_KEY: randomBytes(32).toString('base64'),
      SENDING_POLL_MS: '50',
      ...changes,
    };
    const service = await startService(notificationsService, environment);
    started.push(() => service.close());
    hub.url = service.url;
    return new RunningNotifications(
      service,
      database,
      broker,
      issuer,
      consent,
      standInClock,
      channelUrl,
      started,
      environment,
      hub,
    );
  }

  /** A second instance on the same database and broker. */
  async another(): Promise<RunningService> {
    const service = await startService(notificationsService, this.environment);
    this.started.push(() => service.close());
    return service;
  }

  family(guardians = 1, language: 'da' | 'en' = 'da'): Family {
    const childId = randomUUID();
    const people = Array.from({ length: guardians }, () => ({
      guardianId: randomUUID(),
      cpr: newCpr(),
      name: 'Karla Prøve Nielsen',
      language,
    }));
    for (const person of people) this.consent.guardians.set(person.guardianId, person);
    this.consent.holders.set(
      childId,
      people.map(({ guardianId }) => guardianId),
    );
    return { childId, guardians: people };
  }

  /** A twin: another child of the same guardians. */
  sibling({ guardians }: Family): Family {
    const childId = randomUUID();
    this.consent.holders.set(
      childId,
      guardians.map(({ guardianId }) => guardianId),
    );
    return { childId, guardians };
  }

  /** Publishes that a document was shared, as screening does. Answers the trace id. */
  async share(
    { childId, guardians }: Family,
    { municipality = 'K1', eventId = randomUUID() as string } = {},
  ): Promise<string> {
    const traceId = randomBytes(16).toString('hex');
    const data = portalDocumentSharedV1.parse({
      ...portalDocumentSharedV1.example,
      childId,
      municipality,
      guardianIds: guardians.map(({ guardianId }) => guardianId),
    });
    await this.broker.broker.send([
      {
        topic: `${this.broker.topicPrefix}${portalDocumentSharedV1.topic}`,
        key: childId,
        value: JSON.stringify(data),
        headers: {
          'content-type': 'application/json',
          ce_specversion: '1.0',
          ce_id: eventId,
          ce_source: '/trivselshub/screening',
          ce_type: portalDocumentSharedV1.type,
          ce_time: this.now().toString(),
          ce_subject: childId,
          ce_partitionkey: childId,
          ce_municipality: municipality,
          ce_dataschema: portalDocumentSharedV1.dataSchema,
          ce_recordedtime: new Date().toISOString(),
          traceparent: `00-${traceId}-b7ad6b7169203331-01`,
        },
      },
    ]);
    return traceId;
  }

  now(): Temporal.Instant {
    return this.service.app.get(Clock).now();
  }

  /** Moves the hub's clock and the channel's forward together. */
  pass(duration: string): void {
    const at = this.now().add(Temporal.Duration.from(duration).round({ largestUnit: 'hours' }));
    this.service.app.get(Clock).set(at);
    this.standInClock.set(at);
  }

  /** What was published about a child, in order: types without version. */
  async told(childId: string): Promise<{ type: string; data: any; traceparent: string }[]> {
    const rows = await this.database.dataSource.query<{ type: string; data: unknown; traceparent: string }[]>(
      `select type, data, traceparent from outbox where key = $1 order by sequence`,
      [childId],
    );
    return rows.map(({ type, data, traceparent }) => ({
      type: type.replace(/\.v\d+$/, ''),
      data: typeof data === 'string' ? JSON.parse(data) : data,
      traceparent,
    }));
  }

  async types(childId: string): Promise<string[]> {
    return (await this.told(childId)).map(({ type }) => type);
  }

  /** Waits until exactly this has been published about the child. */
  async toldExactly(childId: string, types: string[]): Promise<{ type: string; data: any; traceparent: string }[]> {
    return eventually(async () => {
      const told = await this.told(childId);
      if (JSON.stringify(told.map(({ type }) => type)) !== JSON.stringify(types)) {
        throw new Error(
          `told ${told.map(({ type }) => type).join(', ') || 'nothing'}; letters ${JSON.stringify(await this.states(childId))}`,
        );
      }
      return told;
    });
  }

  async states(
    childId: string,
  ): Promise<{ letter_id: string; state: string; tries: number; code: string | null; message_uuid: string }[]> {
    return this.database.dataSource.query(
      `select letter_id, state, tries, code, message_uuid from letter where child_id = $1 order by requested_at, letter_id`,
      [childId],
    );
  }

  async stateIs(childId: string, state: string): Promise<void> {
    await eventually(async () => {
      const states = (await this.states(childId)).map((letter) => letter.state);
      if (states.some((each) => each !== state) || states.length === 0)
        throw new Error(`is ${states.join()} and not ${state}`);
    });
  }

  async control(method: 'PUT' | 'POST' | 'DELETE' | 'GET', door: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${this.channelUrl}/control/digital-post${door}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The control door answered ${answer.status}: ${await answer.text()}`);
    const text = await answer.text();
    return text === '' ? null : JSON.parse(text);
  }

  /** What the channel has for one person: the ledger of outside effects and of calls. */
  async received(cpr: string): Promise<{ letters: TakenLetter[]; calls: SendCall[] }> {
    return this.control('GET', `/letters?cpr=${cpr}`);
  }

  async ask(
    path: string,
    as: TestClaims,
    init: RequestInit = {},
  ): Promise<{ status: number; body: any; text: string }> {
    const headers = { authorization: `Bearer ${await this.issuer.token(as)}`, ...init.headers };
    const response = await fetch(`${this.service.url}${path}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : null };
  }

  /** Ends what was started, the last first. */
  async close(): Promise<void> {
    for (const close of this.started.splice(0).reverse()) await close();
  }
}

async function startChannel(hub: { url: string }, issuer: TestIssuer, clock: Clock) {
  const peopleFile = join(mkdtempSync(join(tmpdir(), 'digital-post-')), 'people.json');
  writeFileSync(peopleFile, JSON.stringify({ municipalities: [{ code: 'K1', cvr: '99999901' }], citizens: [] }));
  const channelToken = () =>
    issuer.token({ principal_kind: 'channel', client_id: 'digital-post', scope: 'letters.receipt letters.reply' });
  const options = {
    peopleFile,
    channelToken,
    clock,
    get notificationsUrl() {
      return hub.url;
    },
  };
  @Module({ imports: [DigitalPostModule.with(options)] })
  class ChannelModule {}
  const app = await NestFactory.create(ChannelModule, { logger: false, bodyParser: false });
  app.enableShutdownHooks([]);
  await app.listen(0, '127.0.0.1');
  return app;
}
