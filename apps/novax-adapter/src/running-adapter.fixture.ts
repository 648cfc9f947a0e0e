import { type KeyObject, randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cpr } from '#contracts/cpr.js';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { cprHash } from '#security/cpr-hash.js';
import { cprHashKey } from '#security/cpr-hash-key.js';
import { startService } from '#service/start-service.js';
import { secretFile } from '#testing/secret-file.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { type TestDatabase, testDatabase } from '#testing/test-database.js';
import { type TestClaims, TestIssuer } from '#testing/test-issuer.js';
import { CuttableLine } from './cuttable-line.fixture.js';
import { keyMigrations } from './sealing/key-migrations.js';
import { novaxAdapterService } from './novax-adapter.service.js';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: any;
  readonly headers: Headers;
}

/** Who answers for consent in a test of the adapter alone: the children it knows, and its word on access. */
export class NeighbouringConsent {
  readonly children = new Map<string, string>();
  decision = {
    outcome: 'allowed',
    code: null as string | null,
    hidden: false,
    rule: 'R6',
    asOf: '2026-05-20T10:00:00Z',
  };
  silent = false;
  questions = 0;

  constructor(private readonly hashKey: KeyObject) {}

  /** Registers a child with its municipality and gives its id. */
  register(cpr: string, municipality = 'K1'): string {
    const childId = randomUUID();
    this.children.set(`${municipality}/${cprHash(Cpr.parse(cpr), this.hashKey)}`, childId);
    return childId;
  }

  async answer(request: IncomingMessage): Promise<unknown> {
    this.questions += 1;
    if (this.silent) return null;
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (request.url === '/access-decisions') return this.decision;
    const { municipality, cprHashes } = JSON.parse(text) as { municipality: string; cprHashes: string[] };
    const children = cprHashes.flatMap((hash) => {
      const childId = this.children.get(`${municipality}/${hash}`);
      return childId ? [{ cprHash: hash, childId, birthDate: '2026-03-04' }] : [];
    });
    return { children };
  }
}

const senders = [
  { clientId: 'novax-k1', municipality: 'K1', sourceSystem: 'NOVAX-K1' },
  { clientId: 'other-k1', municipality: 'K1', sourceSystem: 'OTHER-K1' },
  { clientId: 'reports-k1', municipality: 'K1', sourceSystem: 'REPORTS-K1', formats: ['kl_delivery_report'] },
  { clientId: 'novax-k2', municipality: 'K2', sourceSystem: 'NOVAX-K2' },
].map((sender) => ({ formats: ['novax_result', 'kl_delivery_report'], observersCertified: true, ...sender }));

/** A journal system's token. */
export const journal = (clientId = 'novax-k1', municipality = clientId.slice(-2).toUpperCase()): TestClaims => ({
  principal_kind: 'journal_system',
  client_id: clientId,
  municipality,
  scope: 'journal.write',
});

/** One adapter on real servers, with a consent beside it that tests can steer. */
export class RunningAdapter {
  private constructor(
    readonly url: string,
    readonly database: TestDatabase,
    /** The adapter's way to its database. */
    readonly line: CuttableLine,
    readonly keys: TestDatabase,
    /** The adapter's way to the database of its keys. */
    readonly keysLine: CuttableLine,
    readonly consent: NeighbouringConsent,
    readonly issuer: TestIssuer,
    readonly broker: TestBroker,
    private readonly started: AsyncDisposableStack,
    private readonly environment: Record<string, string>,
  ) {}

  /** The settable clock starts at `now`. */
  static async start(name: string, now: string): Promise<RunningAdapter> {
    const started = new AsyncDisposableStack();
    const issuer = await TestIssuer.start();
    started.defer(() => issuer.close());
    const migrations = [...messagingMigrations, ...novaxAdapterService.migrations];
    const { entities } = novaxAdapterService;
    const database = await testDatabase(name, migrations, entities ? { entities } : {});
    const keys = await testDatabase(`${name}_keys`, keyMigrations);
    started.defer(() => keys.drop());
    started.defer(() => database.drop());
    const line = await CuttableLine.to(database.url);
    started.defer(async () => line.close());
    const keysLine = await CuttableLine.to(keys.url);
    started.defer(async () => keysLine.close());
    const hashKeyFile = secretFile();
    const consent = new NeighbouringConsent(cprHashKey(hashKeyFile));
    const consentServer = await listen(consent);
    started.defer(async () => void consentServer.close());
    const broker = testBroker();
    started.defer(() => broker.close());
    await broker.createTopics(['journal.v1', 'rules.v1', 'consent.v1', 'operations.v1']);
    const directory = mkdtempSync(join(tmpdir(), 'novax-adapter-'));
    const file = (fileName: string, text: string): string => {
      writeFileSync(join(directory, fileName), text);
      return join(directory, fileName);
    };
    const environment = {
      HUB_ENV: 'test',
      HUB_CLOCK: now,
      PORT: '0',
      DATABASE_URL: line.url,
      KEYS_DATABASE_URL: keysLine.url,
      GOODBYE_MS: '0',
      KAFKA_BROKERS: broker.brokers.join(','),
      TOPIC_PREFIX: broker.topicPrefix,
      OIDC_ISSUER: issuer.url,
      CONSENT_URL: `http://127.0.0.1:${(consentServer.address() as AddressInfo).port}`,
      CLIENT_KEY_FILE: issuer.clientKeyFile,
      MASTER_KEY_FILE: secretFile(),
      CPR_HASH_KEY_FILE: hashKeyFile,
      SENDERS_FILE: file('senders.json', JSON.stringify(senders)),
    };
    const service = await startService(novaxAdapterService, environment);
    started.defer(() => service.close());
    return new RunningAdapter(
      service.url,
      database,
      line,
      keys,
      keysLine,
      consent,
      issuer,
      broker,
      started,
      environment,
    );
  }

  /** Another instance of the adapter on the same databases. */
  async another(): Promise<string> {
    const service = await startService(novaxAdapterService, this.environment);
    this.started.defer(() => service.close());
    return service.url;
  }

  async send(
    path: string,
    body: BodyInit,
    type: string,
    options: { as?: TestClaims; at?: string } = {},
  ): Promise<Answer> {
    return this.ask(path, { method: 'POST', body, headers: { 'content-type': type } }, options);
  }

  async ask(path: string, init: RequestInit = {}, { as = journal(), at = this.url } = {}): Promise<Answer> {
    const authorization = `Bearer ${await this.issuer.token(as)}`;
    const response = await fetch(`${at}${path}`, { ...init, headers: { authorization, ...init.headers } });
    const text = await response.text();
    const body: unknown = /^\s*\{/.test(text) ? JSON.parse(text) : null;
    return { status: response.status, text, body, headers: response.headers };
  }

  /** Rows of the adapter's database. */
  rows<Row = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<Row[]> {
    return this.database.dataSource.query<Row[]>(sql, params);
  }

  /** Published events of a type, as they wait in the outbox or have left it, in order. */
  async published(type: string): Promise<any[]> {
    const rows = await this.rows<{ data: unknown }>('select data from outbox where type = $1 order by sequence', [
      type,
    ]);
    return rows.map(({ data }) => (typeof data === 'string' ? JSON.parse(data) : data));
  }

  close(): Promise<void> {
    return this.started.disposeAsync();
  }
}

function listen(consent: NeighbouringConsent): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    void consent.answer(request).then((answer) => {
      if (answer === null) return;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  server.unref();
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
