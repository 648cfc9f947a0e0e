import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import { attributes } from '#observability/attributes.js';
import { histogram } from '#observability/metrics.js';

const durations = histogram('http.server.request.duration');
/** Spans about the receipt of spans would go on for ever. */
const QUIET = new Set(['/health/live', '/health/ready', '/metrics', '/v1/traces']);

/**
 * A server span and a duration for each request. Both are named by the route's template (`GET /children/:childId/record`), never by the
 * address, so that no id stands in a name. At the hub's edge a caller's trace is only linked: two entries of one caller never share a trace.
 */
export function httpTelemetry(edge: boolean) {
  const tracer = trace.getTracer('trivselshub');
  return (request: Request, response: Response, next: NextFunction): void => {
    if (QUIET.has(request.path)) return next();
    const started = performance.now();
    const callers = propagation.extract(ROOT_CONTEXT, request.headers);
    const remote = edge ? trace.getSpanContext(callers) : undefined;
    const parent = edge ? ROOT_CONTEXT : callers;
    const span = tracer.startSpan(
      request.method,
      {
        kind: SpanKind.SERVER,
        attributes: { [attributes.httpMethod]: request.method },
        ...(remote ? { links: [{ context: remote }] } : {}),
      },
      parent,
    );
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'unmatched';
      const status = response.writableFinished ? response.statusCode : 499;
      span.updateName(`${request.method} ${route}`);
      span.setAttributes({ [attributes.httpRoute]: route, [attributes.httpStatus]: status });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      durations.record((performance.now() - started) / 1000, {
        [attributes.httpMethod]: request.method,
        [attributes.httpRoute]: route,
        [attributes.httpStatus]: status,
      });
    });
    context.with(trace.setSpan(parent, span), next);
  };
}
