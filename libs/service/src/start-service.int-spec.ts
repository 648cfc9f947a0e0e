import { Controller, Get, Module, Post } from '@nestjs/common';
import { Agent, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Caller } from '#security/caller.js';
import { Door, OpenDoor } from '#security/door.js';
import type { Principal } from '#security/principal.js';
import { eventually } from '#testing/eventually.js';
import { testBroker } from '#testing/test-broker.js';
import { testDatabase } from '#testing/test-database.js';
import { TestIssuer } from '#testing/test-issuer.js';
import { TakesBytes } from './body-limits.js';
import { defineConfig } from './config.js';
import { Describe } from '#security/describe.js';
import { BytesBody, JsonBody, PathParams } from './inputs.js';
import { ServiceClient } from './service-client.js';
import { startService, type RunningService } from './start-service.js';

const VisitPath = z.object({ visitId: z.uuid() });
const Note = z.object({ weight: z.number() });
let begin: () => void;
const begun = new Promise<void>((resolve) => (begin = resolve));
const VISIT = '11111111-1111-4111-8111-111111111111';

@Controller()
class VisitController {
  constructor(private readonly client: ServiceClient) {}

  @Get('/visits/:visitId')
  @Door({ who: ['staff', 'service'], roles: ['health_visitor'], services: ['screening'] })
  @Describe({ summary: 'A visit', params: VisitPath, answers: { 200: z.object({ visitId: z.uuid() }) } })
  visit(@Caller() caller: Principal, @PathParams(VisitPath) { visitId }: z.infer<typeof VisitPath>) {
    return { visitId, kind: caller.kind };
  }

  @Post('/visits')
  @Door({ who: ['journal_system'], scopes: ['journal.write'] })
  note(@JsonBody(Note) note: z.infer<typeof Note>) {
    return note;
  }

  @Post('/raw')
  @TakesBytes({ maxBytes: 100, types: ['application/xml'] })
  @OpenDoor('test')
  raw(@BytesBody() bytes: Uint8Array) {
    return { bytes: bytes.byteLength };
  }

  @Get('/broken')
  @OpenDoor('test')
  broken() {
    throw new TypeError('Ane Testsen, 610190-1234, cannot be read');
  }

  @Get('/slow')
  @OpenDoor('test')
  async slow() {
    begin();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { slow: true };
  }

  @Get('/asks')
  @OpenDoor('test')
  asks() {
    return this.client.call(`http://127.0.0.1:1/nobody`, { method: 'GET', schema: z.unknown() });
  }
}

@Module({ controllers: [VisitController] })
class VisitModule {}

@Controller()
class SilentController {
  @Get('/silent')
  silent() {}
}

@Module({ controllers: [SilentController] })
class SilentModule {}

describe('a service', () => {
  let service: RunningService;
  let issuer: TestIssuer;
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let env: Record<string, string>;
  const broker = testBroker();
  const definition = { name: 'visits', config: defineConfig({}), module: VisitModule, migrations: [], consumes: [] };

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    database = await testDatabase('service', []);
    env = {
      HUB_ENV: 'test',
      PORT: '0',
      DATABASE_URL: database.url,
      GOODBYE_MS: '0',
      KAFKA_BROKERS: broker.brokers.join(','),
      TOPIC_PREFIX: broker.topicPrefix,
      OIDC_ISSUER: issuer.url,
      CLIENT_KEY_FILE: issuer.clientKeyFile,
    };
    service = await startService(definition, env);
  });

  afterAll(async () => {
    await service.close();
    await database.drop();
    await broker.close();
    await issuer.close();
  });

  async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: any; headers: Headers }> {
    const response = await fetch(`${service.url}${path}`, init);
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text, headers: response.headers };
  }

  async function as(claims: Parameters<TestIssuer['token']>[0], faults = {}): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await issuer.token(claims, faults)}` };
  }

  const nurse = {
    principal_kind: 'staff',
    sub: 'n1',
    role: 'health_visitor',
    organisation: 'HV-1',
    municipality: 'K1',
  } as const;
  const journal = {
    principal_kind: 'journal_system',
    client_id: 'novax-k1',
    municipality: 'K1',
    scope: 'journal.write',
  } as const;

  const post = async (body: BodyInit, type = 'application/json') =>
    ask('/visits', { method: 'POST', body, headers: { ...(await as(journal)), 'content-type': type } });

  it('lets in whom the door names', async () => {
    const answer = await ask(`/visits/${VISIT}`, { headers: await as(nurse) });
    expect(answer).toMatchObject({ status: 200, body: { visitId: VISIT, kind: 'staff' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const screening = await as({ principal_kind: 'service', client_id: 'screening' });
    expect((await ask(`/visits/${VISIT}`, { headers: screening })).status).toBe(200);
  });

  it('refuses everybody else with a code', async () => {
    const leader = await as({ ...nurse, role: 'institution_leader' });
    const other = await as({ principal_kind: 'service', client_id: 'operations' });
    expect(await ask(`/visits/${VISIT}`)).toMatchObject({ status: 401, body: { code: 'TOKEN_MISSING' } });
    expect(await ask(`/visits/${VISIT}`, { headers: leader })).toMatchObject({
      status: 403,
      body: { code: 'ROLE_NOT_ALLOWED' },
    });
    expect((await ask(`/visits/${VISIT}`, { headers: other })).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await ask(`/visits/${VISIT}`, { headers: await as(journal) })).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await ask(`/visits/${VISIT}`, { headers: await as(nurse, { lifetime: -60 }) })).body.code).toBe(
      'TOKEN_EXPIRED',
    );
  });

  it('answers an address that does not exist, and an id that is none, with NOT_FOUND', async () => {
    expect(await ask('/nowhere')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await ask('/visits/17', { headers: await as(nurse) })).body.code).toBe('NOT_FOUND');
    expect((await ask('/visits/%E0%A4%A', { headers: await as(nurse) })).status).toBe(400);
  });

  it('reads JSON strictly and names the place of a fault', async () => {
    expect(await post('{"weight":5.3}')).toMatchObject({ status: 201, body: { weight: 5.3 } });
    expect((await post('{"weight":"5"}')).body).toMatchObject({ code: 'SHAPE_INVALID', place: 'body/weight' });
    expect((await post('{"weight":1,"weight":2}')).body).toMatchObject({ code: 'DUPLICATE_KEY', place: '/weight' });
    expect((await post('{"weight":1')).body).toMatchObject({ code: 'MALFORMED', place: '1:12' });
    expect((await post('weight=1', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await post('{}', 'application/json; charset=latin1')).status).toBe(415);
    expect((await post(`{"weight":"${'x'.repeat(1_000_000)}"}`)).status).toBe(413);
  });

  it('answers in the form of RFC 9457 with the trace id and without a value of the request', async () => {
    const { headers, body } = await post('{"weight":"610190-1234"}');
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ type: 'https://trivselshub.dk/problems/SHAPE_INVALID', status: 422 });
    expect(JSON.stringify(body)).not.toContain('610190');
  });

  it('refuses a caller who accepts nothing that the door gives', async () => {
    const headers = { ...(await as(nurse)), accept: 'image/png' };
    expect((await ask(`/visits/${VISIT}`, { headers })).body.code).toBe('NOT_ACCEPTABLE');
  });

  it('gives a door that takes bytes its bytes, up to its limit', async () => {
    const send = (body: string) =>
      ask('/raw', { method: 'POST', body, headers: { 'content-type': 'application/xml; charset=utf-8' } });
    expect((await send('<a/>')).body).toEqual({ bytes: 4 });
    expect((await send('x'.repeat(101))).status).toBe(413);
    // Without a declared length the limit holds while reading.
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(Buffer.alloc(64));
      },
    });
    const init = { method: 'POST', body: stream, duplex: 'half', headers: { 'content-type': 'application/xml' } };
    const flood = await ask('/raw', init as RequestInit).catch((error: Error) => error);
    expect(flood instanceof Error || flood.status === 413).toBe(true);
  });

  it('tells nobody but the log of an error it did not foresee, and the log only its class', async () => {
    const { status, body } = await ask('/broken');
    expect([status, body.code]).toEqual([500, 'INTERNAL']);
    expect(JSON.stringify(body)).not.toMatch(/Testsen|610190/);
  });

  it('says that a part of the hub does not answer when it does not', async () => {
    const { status, body, headers } = await ask('/asks');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'DEPENDENCY_UNAVAILABLE', '5']);
  });

  it('is alive and ready, and sets its clock on request', async () => {
    expect(await ask('/health/live')).toMatchObject({ status: 200, body: { alive: true } });
    expect(await ask('/health/ready')).toMatchObject({ status: 200, body: { ready: true, database: 'up' } });
    const init = {
      method: 'PUT',
      body: '{"at":"2026-03-01T10:00:00Z"}',
      headers: { 'content-type': 'application/json' },
    };
    await ask('/clock', init);
    expect((await ask('/clock')).body.at).toMatch(/^2026-03-01T10:00:0/);
  });

  it('stays ready while its pool is full, and asks again over a new session when the old one was cut', async () => {
    const pool = service.app.get(DataSource);
    const taken = Array.from({ length: 10 }, () => pool.createQueryRunner());
    await Promise.all(taken.map((runner) => runner.connect()));
    const ready = () => ask('/health/ready');
    expect(await ready()).toMatchObject({ status: 200, body: { ready: true, database: 'up' } });
    const cut = `select pg_terminate_backend(pid, 5000) as ended from pg_stat_activity
                  where application_name = 'readiness' and datname = current_database()`;
    expect(await taken[0]!.query(cut)).toEqual([{ ended: true }]);
    await Promise.all(taken.map((runner) => runner.release()));
    await eventually(async () => expect((await ready()).status).toBe(200));
  });

  it('stops the start of a service with a door that says nothing about access', async () => {
    const silent = { ...definition, module: SilentModule };
    await expect(startService(silent, env)).rejects.toThrow('GET /silent (SilentController.silent)');
  });

  it('answers what is under way when it ends, and takes nothing new', async () => {
    const ending = await startService(definition, env);
    const slow = fetch(`${ending.url}/slow`).then((response) => response.json());
    await begun;
    await ending.close();
    expect(await slow).toEqual({ slow: true });
    await expect(fetch(`${ending.url}/slow`)).rejects.toThrow();
  });

  it('answers who kept a connection once more when it ends, and says that the connection ends', async () => {
    const ending = await startService(definition, { ...env, GOODBYE_MS: '4000' });
    const { port } = new URL(ending.url);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const kept = () =>
      new Promise<string | undefined>((resolve, reject) => {
        get({ port, path: '/health/live', agent }, (answer) => {
          answer.resume().on('end', () => resolve(answer.headers.connection));
        }).on('error', reject);
      });
    expect(await kept()).toBe('keep-alive');
    const closed = ending.close();
    expect(await kept()).toBe('close');
    await closed;
    await expect(kept()).rejects.toThrow('ECONNREFUSED');
  });
});
