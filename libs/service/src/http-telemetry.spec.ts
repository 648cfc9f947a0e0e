import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RefusalError } from '#contracts/refusal-error.js';
import { RecordedSpans } from '#observability/recorded-spans.js';
import { Telemetry } from '#observability/telemetry.js';
import { activeTraceId } from '#observability/traceparent.js';
import { eventually } from '#testing/eventually.js';
import { httpTelemetry } from './http-telemetry.js';
import { ProblemFilter } from './problem-filter.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;

@Controller('/children')
class ChildController {
  @Get('/:childId')
  child() {
    return { trace: activeTraceId() };
  }

  @Get('/:childId/refused')
  refused() {
    throw new RefusalError('NOT_GUARDIAN');
  }
}

@Module({ controllers: [ChildController] })
class ChildModule {}

describe('the trace of a request', () => {
  const spans = new RecordedSpans();
  let app: NestExpressApplication;

  const start = async (edge: boolean) => {
    app = await NestFactory.create<NestExpressApplication>(ChildModule, { logger: false, bodyParser: false });
    app.use(httpTelemetry(edge));
    app.useGlobalFilters(new ProblemFilter());
    await app.listen(0, '127.0.0.1');
  };
  const ask = async (path: string) => {
    spans.forget();
    const response = await fetch(`${await app.getUrl()}${path}`, { headers: { traceparent: PARENT } });
    const body = (await response.json()) as Record<string, unknown>;
    const span = await eventually(() => {
      const [finished] = spans.finished();
      if (!finished) throw new Error('no span yet');
      return finished;
    });
    return { body, span };
  };

  beforeAll(() => Telemetry.start({ service: 'test', processors: [spans.processor] }));
  afterEach(() => app.close());
  afterAll(() => Telemetry.stop());

  it('goes on from the caller inside the hub, named by the template of the address', async () => {
    await start(false);
    const { body, span } = await ask('/children/7?name=Ane');
    expect([span.name, span.spanContext().traceId, body['trace']]).toEqual(['GET /children/:childId', TRACE, TRACE]);
    expect(span.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(JSON.stringify(span.attributes)).not.toContain('Ane');
  });

  it("begins anew at the hub's edge and is linked to the caller", async () => {
    await start(true);
    const { span } = await ask('/children/7');
    expect(span.spanContext().traceId).not.toBe(TRACE);
    expect(span.parentSpanContext).toBeUndefined();
    expect(span.links[0]?.context.traceId).toBe(TRACE);
  });

  it('shows the code of a refusal, and gives the caller the trace id', async () => {
    await start(true);
    const { body, span } = await ask('/children/7/refused');
    expect(span.attributes).toMatchObject({ 'hub.refusal.code': 'NOT_GUARDIAN', 'http.response.status_code': 403 });
    expect(body['traceId']).toBe(span.spanContext().traceId);
  });

  it('names no address that does not exist', async () => {
    await start(true);
    expect((await ask('/children/7/6101901234')).span.name).toBe('GET unmatched');
  });

  it('counts requests by template', async () => {
    await start(true);
    await ask('/children/7');
    expect(await Telemetry.prometheusText()).toContain('http_route="/children/:childId"');
  });
});
