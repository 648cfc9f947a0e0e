import { createRequire } from 'node:module';

interface RequestQueueInternals {
  pending: unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

const GUARDED = Symbol('guarded');

/**
 * kafkajs 2.2.4 re-arms a timer with a negative delay for ever, about 850 times a second when nothing happens. With the guard it is
 * armed only while requests wait. Throws when the client is not built as expected, so that a new version is looked at.
 */
export function guardIdleLoop(): void {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueueInternals & { [GUARDED]?: true };
  };
  const { prototype } = RequestQueue;
  if (prototype[GUARDED]) return;
  const original = prototype.scheduleCheckPendingRequests;
  if (typeof original !== 'function' || !/throttledUntil[\s\S]*pending\.length/.test(original.toString())) {
    throw new Error('kafkajs is not built as the idle-loop guard expects: look at its request queue again');
  }
  prototype.scheduleCheckPendingRequests = function guarded(this: RequestQueueInternals): void {
    if (this.pending.length > 0) original.call(this);
  };
  prototype[GUARDED] = true;
}
