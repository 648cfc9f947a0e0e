import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, InstrumentType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { otlpProcessor } from './otlp-processor.js';

export interface TelemetryOptions {
  service: string;
  /** Base address of an OTLP/HTTP receiver, for example `http://127.0.0.1:4318`; without it spans are made but not exported. */
  otlpUrl?: string;
  /** Further receivers of finished spans; tests read them here. */
  processors?: SpanProcessor[];
}

/** What a gauge cannot tell by then is left out: a database that hangs must not take the other metrics along. Prometheus waits 10 s. */
const OBSERVE_WITHIN_MS = 3000;

/**
 * Answers a scrape on the service's own port; there is no second server. A gauge shows what was observed for this scrape alone: cumulated, the
 * lag of a partition that went to another instance would stay as it last was.
 */
class ScrapeReader extends MetricReader {
  constructor() {
    super({
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    });
  }

  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/**
 * Tracing and metrics of this process. The parts of the OpenTelemetry SDK are put together here one by one: its ready-made
 * bundle loads every exporter there is and costs 20 MB in each service.
 */
export class Telemetry {
  private static current: Telemetry | undefined;
  private scrape: Promise<string> | null = null;

  private constructor(
    private readonly tracers: TracerProvider,
    private readonly meters: MeterProvider,
    private readonly reader: MetricReader,
    private readonly serializer: PrometheusSerializer,
  ) {}

  static async start(options: TelemetryOptions): Promise<Telemetry> {
    if (Telemetry.current) return Telemetry.current;
    const resource = resourceFromAttributes({ 'service.name': options.service, 'service.namespace': 'trivselshub' });
    const processors = [...(options.processors ?? [])];
    if (options.otlpUrl) processors.push(await otlpProcessor(options.otlpUrl));
    const reader = new ScrapeReader();
    const tracers = new TracerProvider({ resource, spanProcessors: processors });
    const meters = new MeterProvider({ resource, readers: [reader] });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    trace.setGlobalTracerProvider(tracers);
    metrics.setGlobalMeterProvider(meters);
    Telemetry.current = new Telemetry(
      tracers,
      meters,
      reader,
      new PrometheusSerializer(undefined, false, undefined, false, true),
    );
    return Telemetry.current;
  }

  /** All metrics as Prometheus text; empty when telemetry was not started. Who asks while another is being answered gets the same answer. */
  static async prometheusText(): Promise<string> {
    const started = Telemetry.current;
    if (!started) return '';
    started.scrape ??= started.collected().finally(() => (started.scrape = null));
    return started.scrape;
  }

  private async collected(): Promise<string> {
    const { resourceMetrics } = await this.reader.collect({ timeoutMillis: OBSERVE_WITHIN_MS });
    return this.serializer.serialize(resourceMetrics);
  }

  /** Sends what is buffered and ends; takes two seconds at most, also when the receiver is gone. */
  static async stop(): Promise<void> {
    const started = Telemetry.current;
    if (!started) return;
    Telemetry.current = undefined;
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, 2000).unref());
    await Promise.race([Promise.allSettled([started.tracers.shutdown(), started.meters.shutdown()]), timeout]);
    trace.disable();
    metrics.disable();
    propagation.disable();
    context.disable();
  }
}
