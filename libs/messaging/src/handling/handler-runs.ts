import type { Delivery } from '../events/delivery.js';

/** Deliveries that one handler takes in one call, by their places in the batch. */
export interface HandlerRun {
  readonly handledBy: string;
  readonly places: readonly number[];
}

/**
 * Gathers the deliveries of a batch into as few runs as the order of each key allows: an event joins the last run of its handler unless
 * an earlier event of its key comes in a later run. Keys are independent of each other, so only the order of each is kept.
 */
export function handlerRuns(deliveries: readonly Delivery[], handledBy: (type: string) => string): HandlerRun[] {
  const runs: { handledBy: string; places: number[] }[] = [];
  const lastRunOf = new Map<string, number>();
  const reachedBy = new Map<string, number>();
  deliveries.forEach(({ type, key }, place) => {
    const handler = handledBy(type);
    const last = lastRunOf.get(handler) ?? -1;
    const reached = reachedBy.get(key) ?? -1;
    let nth = last;
    if (last < 0 || last < reached) {
      nth = runs.push({ handledBy: handler, places: [] }) - 1;
      lastRunOf.set(handler, nth);
    }
    runs[nth]!.places.push(place);
    reachedBy.set(key, nth);
  });
  return runs;
}
