import { metrics, type AttributeValue, type Counter, type Histogram } from '@opentelemetry/api';
import { metricCatalogue, type DeclaredMetric } from './metric-catalogue.js';

type Catalogue = typeof metricCatalogue;
type Named<Kind> = { [Name in keyof Catalogue]: Catalogue[Name]['kind'] extends Kind ? Name : never }[keyof Catalogue];
type AttributesOf<Name extends keyof Catalogue> = Catalogue[Name] extends {
  attributes: readonly (infer Each extends string)[];
}
  ? { [Attribute in Each]?: AttributeValue }
  : Record<never, never>;

const meter = () => metrics.getMeter('trivselshub');
/** From 1 ms to 60 s. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export interface HubCounter<Attributes> {
  add(value: number, attributes?: Attributes): void;
}

export interface HubHistogram<Attributes> {
  record(value: number, attributes?: Attributes): void;
}

/** A number that only grows, for example `hub.intake.entries` (`hub_intake_entries_total` in Prometheus). Made at its first use. */
export function counter<Name extends Named<'counter'>>(name: Name): HubCounter<AttributesOf<Name>> {
  let made: Counter | undefined;
  return { add: (value, attributes) => (made ??= meter().createCounter(name, described(name))).add(value, attributes) };
}

/** A distribution; times are in seconds. Made at its first use. */
export function histogram<Name extends Named<'histogram'>>(name: Name): HubHistogram<AttributesOf<Name>> {
  let made: Histogram | undefined;
  const { boundaries = SECONDS }: DeclaredMetric = metricCatalogue[name];
  const options = { ...described(name), advice: { explicitBucketBoundaries: [...boundaries] } };
  return {
    record: (value, attributes) => (made ??= meter().createHistogram(name, options)).record(value, attributes),
  };
}

/** What a gauge shows: one number, or one per set of attributes. */
export type Observed<Attributes> = number | { value: number; attributes: Attributes }[];

/** A number read when somebody asks for the metrics, for example the age of the oldest outbox row. Call once, at start. Returns how to end it. */
export function gauge<Name extends Named<'gauge'>>(
  name: Name,
  observe: () => Observed<AttributesOf<Name>> | Promise<Observed<AttributesOf<Name>>>,
): () => void {
  const made = meter().createObservableGauge(name, described(name));
  const callback: Parameters<typeof made.addCallback>[0] = async (result) => {
    const seen = await observe();
    if (typeof seen === 'number') result.observe(seen);
    else for (const { value, attributes } of seen) result.observe(value, attributes);
  };
  made.addCallback(callback);
  return () => made.removeCallback(callback);
}

function described(name: keyof Catalogue): { description: string; unit?: string } {
  const { meaning, unit }: DeclaredMetric = metricCatalogue[name];
  return { description: meaning, ...(unit === undefined ? {} : { unit }) };
}
