import {
  context,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { attributes } from './attributes.js';
import type { SpanName } from './span-name.js';

export interface SpanOptions {
  kind?: SpanKind;
  attributes?: Attributes;
  /** The context that holds the parent; default: the active one. */
  parent?: Context;
  /** Other spans this work is tied to without being their child, for example the request that shared a document. */
  links?: SpanContext[];
}

/**
 * Runs the work inside a span of its own, active while it runs. An error marks the span with the error's class (not its message,
 * which may quote data) and is thrown on.
 */
export function inSpan<T>(name: SpanName, options: SpanOptions, work: (span: Span) => T): T {
  const parent = options.parent ?? context.active();
  const span = trace.getTracer('trivselshub').startSpan(
    name,
    {
      kind: options.kind ?? SpanKind.INTERNAL,
      attributes: options.attributes,
      links: options.links?.map((link) => ({ context: link })),
    },
    parent,
  );
  try {
    const result = context.with(trace.setSpan(parent, span), work, undefined, span);
    if (result instanceof Promise) {
      return result.then(
        (value) => {
          span.end();
          return value;
        },
        (error: unknown) => {
          endFailed(span, error);
          throw error;
        },
      ) as T;
    }
    span.end();
    return result;
  } catch (error) {
    endFailed(span, error);
    throw error;
  }
}

function endFailed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute(attributes.errorType, error instanceof Error ? error.name : typeof error);
  span.end();
}
