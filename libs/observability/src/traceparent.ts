import {
  context,
  isSpanContextValid,
  trace,
  TraceFlags,
  ROOT_CONTEXT,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';

const W3C = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The W3C `traceparent` of a span (`00-<trace>-<span>-<flags>`), as it is stored beside events; null for a span that is not valid. */
export function traceparentOf(span: Span): string | null {
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (!isSpanContextValid(span.spanContext())) return null;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** The `traceparent` of the span that is active now, or null outside every span. */
export function activeTraceparent(): string | null {
  const span = trace.getActiveSpan();
  return span ? traceparentOf(span) : null;
}

/** The span context a `traceparent` names; null when it is absent or malformed. */
export function spanContextOf(traceparent: string | null | undefined): SpanContext | null {
  const match = traceparent ? W3C.exec(traceparent) : null;
  if (!match) return null;
  const parsed = {
    traceId: match[1]!,
    spanId: match[2]!,
    traceFlags: parseInt(match[3]!, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(parsed) ? parsed : null;
}

/** A context whose parent is the span that the `traceparent` names; the root context when there is none. */
export function contextOf(traceparent: string | null | undefined): Context {
  const parent = spanContextOf(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

/** The trace id within a `traceparent`, or null. */
export function traceIdOf(traceparent: string | null | undefined): string | null {
  return spanContextOf(traceparent)?.traceId ?? null;
}

/** The trace id of the active span, or null. */
export function activeTraceId(): string | null {
  const active = trace.getSpanContext(context.active());
  return active && isSpanContextValid(active) ? active.traceId : null;
}
