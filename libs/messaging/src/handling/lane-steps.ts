import { log } from '#observability/log.js';
import { classifyError } from './classify-error.js';
import { pause } from '../pause.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** What each partition is at, so that a step that never ends is seen. */
export class LaneSteps {
  private readonly began = new Map<string, number>();

  begin(lane: string): void {
    this.began.set(lane, performance.now());
  }

  end(lane: string): void {
    this.began.delete(lane);
  }

  /** The longest time that a single step (a transaction, a statement, a pause) has taken so far. */
  longestMs(): number {
    return Math.max(0, ...[...this.began.values()].map((since) => performance.now() - since));
  }

  /** Pauses as a step of its own; false when the signal ended it. */
  rest(lane: string, ms: number, signal: AbortSignal): Promise<boolean> {
    this.begin(lane);
    return pause(ms, signal);
  }

  /**
   * Repeats what must succeed, such as a statement while the database is away; null when the signal ended it. When it is not the database
   * that fails, the step goes on and on, and the service becomes unhealthy.
   */
  async insist<T>(
    lane: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<{ value: T; waited: boolean } | null> {
    this.begin(lane);
    for (let nth = 0; ; nth += 1) {
      try {
        return { value: await work(), waited: nth > 0 };
      } catch (error) {
        log.warn('Consuming waits for its database', { attempts: nth + 1 }, error);
        if (classifyError(error).errorClass === 'transient') this.begin(lane);
      }
      const rest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(nth, 10));
      if (!(await pause(rest, signal))) return null;
    }
  }
}
