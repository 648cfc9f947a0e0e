import { declaredSpan } from '#observability/declared-span.js';
import { type DeclaredMetric, metricCatalogue } from '#observability/metric-catalogue.js';
import { prometheusNames } from '#observability/prometheus-names.js';
import type { SeenSpan } from './otlp-receiver.js';

/** Labels by series, as the catalogue declares them; a histogram's bucket has its upper bound besides. */
const declaredSeries = new Map(
  Object.entries(metricCatalogue).flatMap(([name, { kind, attributes = [] }]: [string, DeclaredMetric]) => {
    const labels = attributes.map((attribute) => attribute.replaceAll('.', '_'));
    return prometheusNames(name, kind).map((series) => [series, new Set([...labels, 'le'])] as const);
  }),
);

/** What of a span `docs/telemetry.md` does not tell; empty when all is well. */
export function undeclaredInSpan({ service, name, kind, attributes }: SeenSpan): string[] {
  const declared = declaredSpan(kind, name);
  if (!declared || (declared.of !== 'every service' && declared.of !== service)) return [`${service}: ${name}`];
  const known: readonly string[] = declared.attributes;
  return attributes.filter((each) => !known.includes(each)).map((each) => `${service}: ${name}: ${each}`);
}

/** What of a scrape `docs/telemetry.md` does not tell; `target_info` is of the format itself. */
export function undeclaredInMetrics(text: string): string[] {
  const series = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('target_info'));
  return series.flatMap((line) => {
    const [, name = line, braces = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    const labels = declaredSeries.get(name);
    if (!labels) return [name];
    const strangers = [...braces.matchAll(/(\w+)="/g)].map(([, label]) => label!).filter((label) => !labels.has(label));
    return strangers.map((label) => `${name}: ${label}`);
  });
}
