import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { inSpan } from '#observability/in-span.js';
import { Telemetry } from '#observability/telemetry.js';
import { contextOf } from '#observability/traceparent.js';
import { eventually } from '#testing/eventually.js';
import { newTrace, operator, RunningOperations } from '../running-operations.fixture.js';

let operations: RunningOperations;

beforeAll(async () => {
  operations = await RunningOperations.open({ TRACES_KEPT_HOURS: '1' });
});
afterAll(() => operations.close());

const send = (body: string, url = operations.url): Promise<Response> =>
  fetch(`${url}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

const span = (traceId: string, spanId: string, name: string, parentSpanId?: string) => ({
  traceId,
  spanId,
  name,
  kind: 2,
  ...(parentSpanId === undefined ? {} : { parentSpanId }),
  startTimeUnixNano: '1780000000000000000',
  endTimeUnixNano: '1780000000012000000',
  attributes: [{ key: 'http.route', value: { stringValue: 'never kept' } }],
  status: { code: 0 },
});
const request = (...spans: object[]): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'screening' } }] },
        scopeSpans: [{ scope: { name: 'trivselshub' }, spans }],
      },
    ],
  });

async function chain(): Promise<string> {
  const traceId = newTrace();
  const received = { receiptId: randomUUID(), recordId: randomUUID() };
  await operations.record(operations.delivered(traceId, 'journal.entry.received.v1', '2026-05-06T08:00:00Z', received));
  return traceId;
}

describe('the spans of a chain', () => {
  it('are received as OTLP, kept once, and shown as a waterfall to operators of the municipality', async () => {
    const traceId = await chain();
    const [outer, inner] = ['a'.repeat(16), 'b'.repeat(16)];
    const body = request(span(traceId, inner, 'store result', outer), span(traceId, outer, 'process journal entry'));
    for (const response of [await send(body), await send(body)]) expect(response.status).toBe(200);

    const { status, text } = await operations.page(`/chains/${traceId}/trace`);
    expect(status).toBe(200);
    expect(text).toContain('Waterfall of 2 spans over 12 ms');
    expect(text.indexOf('screening: process journal entry')).toBeLessThan(text.indexOf('screening: store result'));
    expect((await operations.page(`/chains/${traceId}/page`)).text).toContain(`href="/chains/${traceId}/trace"`);
    expect((await operations.page(`/chains/${traceId}/trace`, { ...operator, municipality: 'K2' })).status).toBe(404);
  });

  it('are those that the services export', async () => {
    const traceId = await chain();
    await Telemetry.start({ service: 'screening', otlpUrl: operations.url });
    inSpan('take report', { parent: contextOf(`00-${traceId}-${'c'.repeat(16)}-01`) }, () => undefined);
    await Telemetry.stop();

    await eventually(async () =>
      expect((await operations.page(`/chains/${traceId}/trace`)).text).toContain('screening: take report'),
    );
  });

  it('leave nothing of their attributes', async () => {
    const traceId = await chain();
    await send(request(span(traceId, 'd'.repeat(16), 'x')));
    expect(JSON.stringify(await operations.query('select * from received_span'))).not.toContain('never kept');
  });

  it.each([
    ['no JSON', '{', 400, 'MALFORMED'],
    ['no trace id', request({ ...span(newTrace(), 'e'.repeat(16), 'x'), traceId: 'x' }), 422, 'SHAPE_INVALID'],
  ])('are refused when they are %s', async (_, body, status, code) => {
    const response = await send(body);
    expect([response.status, (await response.json()).code]).toEqual([status, code]);
  });

  it('are not received where nobody asked to keep them', async () => {
    const closed = await RunningOperations.open();
    try {
      expect((await send(request(), closed.url)).status).toBe(404);
      expect((await closed.page(`/chains/${newTrace()}/trace`)).status).toBe(404);
    } finally {
      await closed.close();
    }
  });
});
