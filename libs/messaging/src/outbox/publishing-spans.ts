import { SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { attributes } from '#observability/attributes.js';
import { contextOf } from '#observability/traceparent.js';
import type { OutboxRow } from './outbox-row.js';

/** One PRODUCER span for each event of a sending, child of the span that appended it: a batch serves many traces. */
export class PublishingSpans {
  private readonly spans: Span[] = [];

  constructor(private readonly topicPrefix: string) {}

  open(row: OutboxRow): Span {
    const span = trace.getTracer('trivselshub').startSpan(
      `publish ${row.type}`,
      {
        kind: SpanKind.PRODUCER,
        attributes: {
          [attributes.messagingSystem]: 'kafka',
          [attributes.messagingOperation]: 'publish',
          [attributes.messagingDestination]: `${this.topicPrefix}${row.topic}`,
          [attributes.messagingMessageId]: row.eventId,
          [attributes.eventType]: row.type,
        },
      },
      contextOf(row.traceparent),
    );
    this.spans.push(span);
    return span;
  }

  /** The sending itself; ends the spans. */
  async during(send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      for (const span of this.spans) span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      for (const span of this.spans) span.end();
    }
  }
}
