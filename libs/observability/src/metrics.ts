import { metrics, type Attributes, type Counter, type Histogram, type MetricOptions } from '@opentelemetry/api';

const meter = () => metrics.getMeter('trivselshub');

export interface HubCounter {
  add(value: number, attributes?: Attributes): void;
}

export interface HubHistogram {
  record(value: number, attributes?: Attributes): void;
}

/** A number that only grows, for example `hub.intake.entries` (`hub_intake_entries_total` in Prometheus). Made at its first use. */
export function counter(name: string, options: MetricOptions): HubCounter {
  let made: Counter | undefined;
  return { add: (value, attributes) => (made ??= meter().createCounter(name, options)).add(value, attributes) };
}

/** A distribution; times are in seconds (`unit: 's'`) with boundaries from 1 ms to 60 s unless `advice` says otherwise. */
export function histogram(name: string, options: MetricOptions): HubHistogram {
  let made: Histogram | undefined;
  const advice = {
    explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  };
  return {
    record: (value, attributes) =>
      (made ??= meter().createHistogram(name, { advice, ...options })).record(value, attributes),
  };
}

/** What a gauge shows: one number, or one per set of attributes. */
export type Observation = number | { value: number; attributes: Attributes }[];

/** A number read when somebody asks for the metrics, for example the age of the oldest outbox row. Call once, at start. Returns how to end it. */
export function gauge(
  name: string,
  options: MetricOptions,
  observe: () => Observation | Promise<Observation>,
): () => void {
  const made = meter().createObservableGauge(name, options);
  const callback: Parameters<typeof made.addCallback>[0] = async (result) => {
    const seen = await observe();
    if (typeof seen === 'number') result.observe(seen);
    else for (const { value, attributes } of seen) result.observe(value, attributes);
  };
  made.addCallback(callback);
  return () => made.removeCallback(callback);
}
