import { SpanKind } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { RecordedSpans } from '#observability/recorded-spans.js';
import { Telemetry } from '#observability/telemetry.js';
import { ServiceClient } from './service-client.js';

const CHILD = '11111111-1111-4111-8111-111111111111';
const Answer = z.object({ ok: z.boolean() });

describe('asking another service', () => {
  const spans = new RecordedSpans();
  const asked: IncomingMessage[] = [];
  const tokens = { given: 0, get: async () => `token-${tokens.given}`, forget: () => void (tokens.given += 1) };
  const client = new ServiceClient(tokens);
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let url: string;
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    asked.push(request);
    request.resume().on('end', () => answer(request, response));
  });

  beforeAll(async () => {
    await Telemetry.start({ service: 'test', processors: [spans.processor] });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Telemetry.stop();
  });
  beforeEach(() => {
    asked.length = 0;
  });

  const ask = (method: 'GET' | 'POST' = 'GET') =>
    client.call(`${url}/children/${CHILD}?guardianId=${CHILD}`, {
      method,
      body: method === 'POST' ? {} : undefined,
      schema: Answer,
    });
  const problem = (status: number, body: object) => (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));

  it('sends its own token and the trace, and reads the answer in its shape', async () => {
    answer = (_, response) => response.end('{"ok":true}');
    expect(await ask()).toEqual({ ok: true });
    const span = spans.finished().at(-1)!;
    expect(asked[0]!.headers.authorization).toBe('Bearer token-0');
    expect(asked[0]!.headers['traceparent']).toContain(span.spanContext().spanId);
    expect([span.name, span.kind]).toEqual(['GET /children/:id', SpanKind.CLIENT]);
  });

  it('passes a refusal on as it was given', async () => {
    answer = problem(403, { code: 'NOT_GUARDIAN', place: null, cure: 'Ask', detail: 'No' });
    await expect(ask()).rejects.toMatchObject({ name: 'RefusalError', code: 'NOT_GUARDIAN', cure: 'Ask' });
  });

  it('takes a 5xx, and too many requests, for something that passes', async () => {
    answer = problem(503, { code: 'DEPENDENCY_UNAVAILABLE' });
    await expect(ask()).rejects.toMatchObject({ name: 'TransientError', code: 'SERVICE_FAILED' });
    answer = problem(429, { code: 'TOO_MANY_REQUESTS' });
    await expect(ask()).rejects.toMatchObject({ name: 'TransientError' });
  });

  it('fetches a new token when the old one was refused, once', async () => {
    answer = problem(401, { code: 'TOKEN_EXPIRED' });
    await expect(ask()).rejects.toMatchObject({ name: 'TransientError', code: 'TOKEN_REFUSED' });
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-0', 'Bearer token-1']);
  });

  it('gives up when nothing is answered', async () => {
    answer = () => undefined;
    await expect(ask()).rejects.toMatchObject({ name: 'TransientError', code: 'SERVICE_UNREACHABLE' });
  });

  it('asks no second time what may already have been done', async () => {
    answer = (request) => request.socket.destroy();
    await expect(ask('POST')).rejects.toMatchObject({ name: 'TransientError' });
    expect(asked.length).toBe(1);
  });

  it('takes an answer of another shape for a bug', async () => {
    answer = (_, response) => response.end('{"ok":"yes"}');
    await expect(ask()).rejects.toMatchObject({ name: 'ZodError' });
  });
});
