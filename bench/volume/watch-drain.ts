import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '#local/service-name.js';
import type { BenchHub } from '../bench-hub.js';
import { residentMb } from '../process-figures.js';
import { backlogOf } from './backlog-of.js';

const LOOK_MS = 500;
const SAY_EVERY_MS = 5_000;

/** Watches until nothing waits for the service; the most memory that it had meanwhile, in MB. */
export async function watchDrain(
  bench: BenchHub,
  service: ServiceName,
  say: (line: string) => void,
): Promise<{ mostMb: number; seconds: number }> {
  const start = performance.now();
  let [mostMb, saidAtMs] = [0, 0];
  for (;;) {
    mostMb = Math.max(mostMb, await residentMb([bench.hub.pid(service)]));
    const { waiting, handledPerSecond, secondsLeft } = await backlogOf(bench, service);
    const nowMs = performance.now();
    if (waiting === 0) return { mostMb, seconds: (nowMs - start) / 1000 };
    if (nowMs - saidAtMs > SAY_EVERY_MS) {
      saidAtMs = nowMs;
      const pace = handledPerSecond === null ? 'no pace yet' : `${Math.round(handledPerSecond)} a second`;
      say(`  ${service}: ${waiting} wait, ${pace}, ${secondsLeft ?? '?'} s left, ${mostMb.toFixed(0)} MB at most`);
    }
    await pause(LOOK_MS);
  }
}
