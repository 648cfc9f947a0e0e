import { setTimeout as pause } from 'node:timers/promises';
import type { BenchHub } from '../bench-hub.js';
import { residentMb } from '../process-figures.js';
import type { HubDatabases } from './hub-databases.js';

const LOOK_MS = 250;
const SAY_EVERY_MS = 5_000;

interface Rebuild {
  readonly rebuildId: string;
  readonly finishedAt: string | null;
  readonly total: number;
  readonly children: number;
  readonly facts: number;
  readonly identical: boolean;
  readonly differences: readonly unknown[];
}

/**
 * Rebuilds the record view of every child of the municipality from the kept facts, through the door that an operator uses: how long it took,
 * the most memory that screening had, in how many places the views differ, and how many events came of it, which must be none.
 */
export async function rebuildRecords(
  bench: BenchHub,
  databases: HubDatabases,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const ask = async (path: string, body?: object): Promise<Rebuild> => {
    const answer = await fetch(`${bench.hub.urls.screening}/rebuilds${path}`, {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await bench.operatorToken()}` },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`a rebuild was answered ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Rebuild;
  };
  const events = async (): Promise<number> => {
    const [last] = await databases.rows<{ last: string }>(
      'screening',
      'select last_value as last from outbox_sequence_seq',
    );
    return Number(last!.last);
  };
  const [before, start] = [await events(), performance.now()];
  const pid = bench.hub.pid('screening');
  const calmMb = await residentMb([pid]);
  let [mostMb, saidAtMs] = [0, 0];
  let rebuild = await ask('', { wait: false });
  say(`rebuilding the records of ${rebuild.total} children`);
  while (rebuild.finishedAt === null) {
    await pause(LOOK_MS);
    mostMb = Math.max(mostMb, await residentMb([pid]));
    rebuild = await ask(`/${rebuild.rebuildId}`);
    if (performance.now() - saidAtMs < SAY_EVERY_MS) continue;
    saidAtMs = performance.now();
    say(`  ${rebuild.children} of ${rebuild.total} children, ${mostMb.toFixed(0)} MB at most`);
  }
  const seconds = (performance.now() - start) / 1000;
  return {
    rebuiltChildren: rebuild.children,
    rebuiltFacts: rebuild.facts,
    rebuildSeconds: seconds,
    rebuildDifferences: rebuild.differences.length,
    rebuildEvents: (await events()) - before,
    screeningCalmMb: calmMb,
    screeningMostMb: mostMb,
  };
}
