import { setTimeout as pause } from 'node:timers/promises';

/**
 * From the beginning of one fetch to that of the next: as long as the last batches took, within these bounds. Under load each fetch then
 * brings several messages, which are handled together; the busier the machine, the more.
 */
const SOONEST_FETCH_MS = 50;
const LATEST_FETCH_MS = 250;
/** No fetch is under way for longer: the client gives a request up after 15 s. */
const LONGEST_FETCH_MS = 17_000;

/** When a client fetches from each node of the broker, and in which generation of its group each fetch began. */
export class FetchPace {
  private readonly fetches = new Map<string, { generation: number; began: number }>();
  private generation = 0;

  /** A new client: what the one before still brings would be taken for late for as long as a fetch may take. */
  begin(): void {
    this.fetches.clear();
  }

  /** The group was joined anew. */
  joined(): void {
    this.generation += 1;
  }

  fetching(node: string): void {
    this.fetches.set(node, { generation: this.generation, began: performance.now() });
  }

  /** `tookMs`: how long the last batches took. A message that comes alone is not held up: its fetch had begun long before. */
  async untilNext(tookMs: number): Promise<void> {
    const began = Math.max(...[...this.fetches.values()].map((fetch) => fetch.began));
    const rest = began + Math.min(LATEST_FETCH_MS, Math.max(SOONEST_FETCH_MS, tookMs)) - performance.now();
    if (rest > 0) await pause(rest);
  }

  /**
   * When one node tells of a new leader the client joins anew while its fetches from other nodes go on. What these bring lies beyond what
   * the retired lanes have dropped: it is not taken, so that the client fetches again from the last remembered offset and nothing is skipped.
   */
  isOfEarlierGeneration(): boolean {
    const latest = performance.now() - LONGEST_FETCH_MS;
    return [...this.fetches.values()].some(({ generation, began }) => generation < this.generation && began > latest);
  }
}
