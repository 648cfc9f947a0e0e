import type { ReceivedSpan } from './received-span.js';

/** One bar of the waterfall. */
export interface WaterfallRow {
  readonly spanId: string;
  readonly service: string;
  readonly name: string;
  readonly failed: boolean;
  /** How many spans stand above it. */
  readonly depth: number;
  /** Milliseconds from the first span's beginning. */
  readonly fromMs: number;
  readonly tookMs: number;
}

/**
 * Spans as a tree written downwards: each below its parent, brothers by their beginning. One whose parent did not come (yet) stands at the
 * top; spans that name each other in a circle are each shown once.
 */
export function waterfall(spans: readonly ReceivedSpan[]): WaterfallRow[] {
  const ordered = spans.toSorted((a, b) => a.startUs - b.startUs || (a.spanId < b.spanId ? -1 : 1));
  const known = new Set(ordered.map(({ spanId }) => spanId));
  const children = Map.groupBy(ordered, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null));
  const first = ordered[0]?.startUs ?? 0;
  const rows: WaterfallRow[] = [];
  const seen = new Set<string>();
  const add = (span: ReceivedSpan, depth: number): void => {
    if (seen.has(span.spanId)) return;
    seen.add(span.spanId);
    const { spanId, service, name, failed, startUs, tookUs } = span;
    rows.push({ spanId, service, name, failed, depth, fromMs: (startUs - first) / 1000, tookMs: tookUs / 1000 });
    for (const child of children.get(spanId) ?? []) add(child, depth + 1);
  };
  for (const top of children.get(null) ?? []) add(top, 0);
  for (const span of ordered) add(span, 0);
  return rows;
}
