import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '#local/service-name.js';
import { openBenchHub, type BenchHub } from '../bench-hub.js';
import { Ledger, RESULTS_ALONE } from '../ledger.js';
import { percentile } from '../percentile.js';
import { residentMb } from '../process-figures.js';
import { registerFamilies } from '../register-families.js';
import { backlogOf } from './backlog-of.js';
import { HubDatabases } from './hub-databases.js';
import { sendResult, sendResults } from './send-results.js';
import { watchDrain } from './watch-drain.js';

const FAMILIES = 512;
const URGENT_EVERY_MS = 2_000;

/**
 * An outage of screening: results are taken in while it is away, and handled when it is back, with progress as an operator sees it. Then an
 * outage of operations, whose own backlog must not look like chains that stopped. What was lost, doubled or out of order of each child is
 * told by a ledger outside the hub; `urgent` is what comes while the backlog is handled.
 */
export async function measureDrain(
  say: (line: string) => void,
  { results }: { results: number },
): Promise<Record<string, number>> {
  const bench = await openBenchHub(say);
  const ledger = await Ledger.open(bench.servers.brokers, bench.topicPrefix, { topics: RESULTS_ALONE });
  const databases = await HubDatabases.open(bench);
  try {
    say(`registering ${FAMILIES} families`);
    const children = (await registerFamilies(bench, FAMILIES, say)).map(({ child }) => child);
    const [urgent, ...others] = children;
    await sendResults(bench, ledger, others, { name: 'BEFORE', count: 2_000, say });
    await untilQuiet(bench);
    const calmMb = await residentMb([bench.hub.pid('screening')]);

    say(`screening is away; ${results} results are taken in`);
    await bench.hub.kill('screening');
    await sendResults(bench, ledger, others, { name: 'QUEUED', count: results, say });
    const queued = await untilAll(bench, 'screening', results);
    say(`screening comes back: ${queued} events wait for it`);
    const start = performance.now();
    await bench.hub.restart('screening');
    const readySeconds = (performance.now() - start) / 1000;
    const watching = new AbortController();
    const sendingUrgent = sendUrgent(bench, ledger, urgent!, watching.signal);
    const screening = await watchDrain(bench, 'screening', say);
    watching.abort();
    await sendingUrgent;
    await untilQuiet(bench);
    const seconds = (latest(ledger, 'QUEUED') - start) / 1000;
    const urgentMs = [...ledger.entries]
      .filter(([id]) => id.startsWith('URGENT'))
      .map(([, { visibleAtMs, sentAtMs }]) => (visibleAtMs ?? Number.NaN) - sentAtMs);

    const forOperations = Math.ceil(results / 4);
    say(`operations are away; ${forOperations} results are taken in and handled`);
    await bench.hub.kill('operations');
    await sendResults(bench, ledger, others, { name: 'UNSEEN', count: forOperations, say });
    while (latest(ledger, 'UNSEEN') === Infinity) await pause(200);
    await bench.hub.restart('operations');
    const operations = await watchDrain(bench, 'operations', say);
    await untilQuiet(bench);
    const [gaps] = await databases.rows<{ count: string }>(
      'operations',
      'select count(*) from awaited_step where gap_detected_at is not null',
    );
    return {
      queued,
      drainSeconds: seconds,
      drainedPerSecond: results / seconds,
      readySeconds,
      screeningCalmMb: calmMb,
      screeningMostMb: screening.mostMb,
      urgentSent: urgentMs.length,
      urgentP50Ms: percentile(urgentMs, 0.5),
      urgentMaxMs: Math.max(...urgentMs),
      operationsSeconds: operations.seconds,
      operationsMostMb: operations.mostMb,
      falseGaps: Number(gaps!.count),
      lost: ledger.lost().length,
      doubled: ledger.doubled().length,
      outOfOrder: ledger.outOfOrder().length,
    };
  } finally {
    await databases.close();
    await ledger.close();
    await bench.close();
  }
}

/** Results of a child of which nothing waits, until it is said to be enough. */
async function sendUrgent(bench: BenchHub, ledger: Ledger, child: string, enough: AbortSignal): Promise<void> {
  for (let nth = 1; !enough.aborted; nth++) {
    await sendResult(bench, ledger, child, `URGENT-${nth}`);
    await pause(URGENT_EVERY_MS, undefined, { signal: enough }).catch(() => undefined);
  }
}

/** Waits until all that was taken in has reached the broker and waits there; answers how much it is. */
async function untilAll(bench: BenchHub, service: ServiceName, count: number): Promise<number> {
  for (;;) {
    const { waiting } = await backlogOf(bench, service);
    if (waiting >= count) return waiting;
    await pause(200);
  }
}

/** When the last result of that name was visible; Infinity while one is not. */
function latest({ entries }: Ledger, name: string): number {
  let last = 0;
  for (const [id, { visibleAtMs }] of entries) if (id.startsWith(name)) last = Math.max(last, visibleAtMs ?? Infinity);
  return last;
}

async function untilQuiet({ settled }: BenchHub): Promise<void> {
  while (!(await settled.isSettled())) await pause(200);
}
