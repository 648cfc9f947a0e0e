import type { DeclaredMetric } from './metric-catalogue.js';

/** The names of a metric's series in Prometheus; of a histogram the first is the one for quantiles. */
export function prometheusNames(name: string, kind: DeclaredMetric['kind']): string[] {
  const plain = name.replaceAll('.', '_');
  if (kind === 'counter') return [`${plain}_total`];
  return kind === 'histogram' ? ['bucket', 'sum', 'count'].map((series) => `${plain}_${series}`) : [plain];
}
