import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';

/**
 * Sends spans to an OTLP/HTTP receiver in batches. Bounded: at most 4096 spans wait, later ones are dropped; an export is given
 * up after two seconds. A receiver that is down or slow costs memory and requests nothing.
 */
export async function otlpProcessor(otlpUrl: string): Promise<SpanProcessor> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const exporter = new OTLPTraceExporter({
    url: `${otlpUrl.replace(/\/$/, '')}/v1/traces`,
    timeoutMillis: 2000,
    concurrencyLimit: 2,
  });
  return new BatchSpanProcessor({
    exporter,
    maxQueueSize: 4096,
    maxExportBatchSize: 512,
    scheduledDelayMillis: 1000,
    exportTimeoutMillis: 2000,
  });
}
