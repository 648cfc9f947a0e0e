import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';

/** Keeps finished spans in memory, for tests: `Telemetry.start({ service, processors: [spans.processor] })`. */
export class RecordedSpans {
  private readonly exporter = new InMemorySpanExporter();
  readonly processor: SpanProcessor = new SimpleSpanProcessor({ exporter: this.exporter });

  /** In the order in which they ended. */
  finished(): ReadableSpan[] {
    return this.exporter.getFinishedSpans();
  }

  forget(): void {
    this.exporter.reset();
  }
}
