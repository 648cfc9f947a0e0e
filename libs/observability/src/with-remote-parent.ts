import type { Attributes, Span, SpanKind } from '@opentelemetry/api';
import { inSpan } from './in-span.js';
import type { SpanName } from './span-name.js';
import { contextOf } from './traceparent.js';

/** Runs the work in a span whose parent is the stored `traceparent` (a new trace when there is none): the trace goes on through a table or a topic. */
export function withRemoteParent<T>(
  traceparent: string | null | undefined,
  name: SpanName,
  kind: SpanKind,
  work: (span: Span) => T,
  attributes?: Attributes,
): T {
  return inSpan(name, { kind, attributes, parent: contextOf(traceparent) }, work);
}
