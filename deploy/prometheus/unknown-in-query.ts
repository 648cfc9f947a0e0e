import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeclaredMetric, metricCatalogue } from '#observability/metric-catalogue.js';
import { prometheusNames } from '#observability/prometheus-names.js';
import { projectRoot } from '../local/project-root.js';
import { readPromql } from './read-promql.js';

/** Labels that Prometheus gives to every series of the hub, and the bound of a histogram's bucket. */
const EVERYWHERE = ['service', 'instance', 'le'];
const ofExporters = JSON.parse(
  readFileSync(join(projectRoot, 'deploy', 'prometheus', 'exporter-metrics.json'), 'utf8'),
) as Record<string, { labels: string[] }>;
const labelsOf = new Map([
  ...Object.entries(ofExporters).map(([series, { labels }]) => [series, [...labels, ...EVERYWHERE]] as const),
  ...Object.entries(metricCatalogue).flatMap(([name, { kind, attributes = [] }]: [string, DeclaredMetric]) => {
    const labels = [...attributes.map((attribute) => attribute.replaceAll('.', '_')), ...EVERYWHERE];
    return prometheusNames(name, kind).map((series) => [series, labels] as const);
  }),
]);

/** What of a query would find nothing: faults of grammar, metrics that nobody has, labels that they do not carry. Empty when all is well. */
export function unknownInQuery(query: string): string[] {
  const { faults, selected, groupedBy } = readPromql(query);
  const unknown = faults.map((at) => `grammar at ${at}`);
  if (selected.length === 0) unknown.push('no metric');
  const grouping = new Set(EVERYWHERE);
  for (const { metric, labels } of selected) {
    const carried = labelsOf.get(metric);
    for (const label of carried ?? []) grouping.add(label);
    if (carried) unknown.push(...labels.filter((each) => !carried.includes(each)).map((each) => `${metric}: ${each}`));
    else unknown.push(metric);
  }
  unknown.push(...groupedBy.filter((label) => !grouping.has(label)).map((label) => `by ${label}`));
  return unknown;
}
