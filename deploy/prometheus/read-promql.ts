import { parser } from '@prometheus-io/lezer-promql';

export interface ReadPromql {
  /** Positions at which the grammar of Prometheus finds a fault; empty for a query that parses. */
  faults: number[];
  /** Metrics asked for, with the labels that choose among their series. */
  selected: { metric: string; labels: string[] }[];
  /** Labels by which results are grouped. */
  groupedBy: string[];
}

/** Reads a query with Prometheus' own grammar. Types of values are not judged: that takes promtool. */
export function readPromql(query: string): ReadPromql {
  const read: ReadPromql = { faults: [], selected: [], groupedBy: [] };
  parser.parse(query).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) read.faults.push(from);
      const text = query.slice(from, to);
      const parent = node.parent?.name ?? '';
      if (type.name === 'Identifier' && parent === 'VectorSelector') read.selected.push({ metric: text, labels: [] });
      if (type.name !== 'LabelName') return;
      if (parent === 'GroupingLabels') read.groupedBy.push(text);
      else read.selected.at(-1)?.labels.push(text);
    },
  });
  return read;
}
