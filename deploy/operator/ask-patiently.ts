import { setTimeout as pause } from 'node:timers/promises';
import { silenceOf } from './silence-of.js';

const AGAIN_MS = 250;
/** A service that is rolled or restarted is back by then. */
const PATIENCE_MS = 30_000;

/** For watching something that goes on by itself: a service that cannot answer is asked again, for PATIENCE_MS or until Ctrl-C. */
export async function askPatiently<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (silenceOf(error) === null || signal.aborted || Date.now() > until) throw error;
    }
    await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}
