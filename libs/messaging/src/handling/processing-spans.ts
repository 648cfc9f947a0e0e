import { SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { attributes } from '#observability/attributes.js';
import { contextOf, traceparentOf } from '#observability/traceparent.js';
import type { Delivery } from '../events/delivery.js';

/**
 * One CONSUMER span for each event, child of the span that published it, also after a retry, a parking and a replay. A batch has many
 * parents, so there is no span for the batch.
 */
export class ProcessingSpans {
  private spans: { span: Span; context: Context }[] = [];

  constructor(private readonly consumer: string) {}

  /** Opens a span for each delivery; the answered deliveries carry the spans' own traceparents. */
  open(deliveries: readonly Delivery[]): Delivery[] {
    this.end();
    return deliveries.map((delivery) => {
      const parent = contextOf(delivery.traceparent);
      const span = trace.getTracer('trivselshub').startSpan(
        `process ${delivery.type}`,
        {
          kind: SpanKind.CONSUMER,
          attributes: {
            [attributes.messagingSystem]: 'kafka',
            [attributes.messagingOperation]: 'process',
            [attributes.messagingDestination]: delivery.topic,
            [attributes.messagingPartition]: String(delivery.partition),
            [attributes.messagingConsumerGroup]: this.consumer,
            [attributes.messagingMessageId]: delivery.eventId,
            [attributes.eventType]: delivery.type,
          },
        },
        parent,
      );
      this.spans.push({ span, context: trace.setSpan(parent, span) });
      return { ...delivery, traceparent: traceparentOf(span) ?? delivery.traceparent };
    });
  }

  /** The context in which the nth delivery is handled when it is handled alone. */
  contextOf(nth: number): Context {
    return this.spans[nth]!.context;
  }

  fail(errorType: string): void {
    for (const { span } of this.spans) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute(attributes.errorType, errorType);
    }
  }

  end(): void {
    for (const { span } of this.spans) span.end();
    this.spans = [];
  }
}
