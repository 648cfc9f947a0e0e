import { setTimeout as pause } from 'node:timers/promises';
import type { BenchHub } from './bench-hub.js';
import type { Ledger } from './ledger.js';
import { percentile } from './percentile.js';
import type { ReportStream } from './report-stream.js';
import { sendReports } from './send-reports.js';

/** So many send at the same time. */
export const CALLERS = 64;

/** What so many reports came to; times from send to visible in milliseconds. */
export interface Run {
  readonly ackedPerSecond: number;
  readonly visiblePerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Sends so many reports and waits until all are visible, two minutes at most. */
export async function runReports(
  bench: BenchHub,
  ledger: Ledger,
  stream: ReportStream,
  count: number,
  rate?: number,
): Promise<Run> {
  const before = new Set(ledger.entries.keys());
  const start = performance.now();
  const sent = await sendReports({
    url: `${bench.hub.urls['novax-adapter']}/fhir/Bundle`,
    token: () => bench.hub.tokenFor('journal-k1'),
    contentType: 'application/fhir+json',
    next: stream.take(count),
    callers: CALLERS,
    ledger,
    ...(rate === undefined ? {} : { rate }),
  });
  if (sent.refused.size > 0) throw new Error(`Reports were refused: ${JSON.stringify([...sent.refused])}`);
  const own = [...ledger.entries].filter(([id]) => !before.has(id)).map(([, entry]) => entry);
  const end = performance.now() + 120_000;
  while (own.some((entry) => entry.visibleAtMs === null) && performance.now() < end) await pause(50);
  const visible = own.filter((entry) => entry.visibleAtMs !== null);
  const times = visible.map((entry) => (entry.visibleAtMs ?? 0) - entry.sentAtMs);
  const last = Math.max(...visible.map((entry) => entry.visibleAtMs ?? 0));
  return {
    ackedPerSecond: sent.acknowledged / sent.seconds,
    visiblePerSecond: visible.length / ((last - start) / 1000),
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}
