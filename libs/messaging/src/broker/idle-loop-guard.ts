import { createRequire } from 'node:module';
import { mustBeBuiltAs } from './must-be-built-as.js';

interface Request {
  readonly sentAt: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

interface RequestQueueInternals {
  pending: unknown[];
  inflight: Map<unknown, Request>;
  throttledUntil: number;
  requestTimeout: number;
  enforceRequestTimeout: boolean;
  requestTimeoutIntervalId?: NodeJS.Timeout;
  isConnected(): boolean;
  destroy(): void;
  scheduleCheckPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
}

const GUARDED = Symbol('guarded');
/** A request is given up after seconds: whether one is late need not be looked at ten times a second on each connection. */
const LOOK_FOR_LATE_MS = 1_000;

/**
 * kafkajs 2.2.4 re-arms a timer with a negative delay for ever, about 850 times a second when nothing happens, and looks ten times a second
 * on each connection whether a request is late. With the guard the first is armed only while requests wait, and the second looks once a
 * second. Throws when the client is not built as expected, so that a new version is looked at.
 */
export function guardIdleLoop(): void {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueueInternals & { [GUARDED]?: true };
  };
  const { prototype } = RequestQueue;
  if (prototype[GUARDED]) return;
  const { scheduleCheckPendingRequests: original, scheduleRequestTimeoutCheck: check } = prototype;
  mustBeBuiltAs(original, /throttledUntil[\s\S]*pending\.length/, 'request queue');
  mustBeBuiltAs(
    check,
    /enforceRequestTimeout[\s\S]*requestTimeoutIntervalId = setInterval[\s\S]*timeoutRequest\(\)/,
    'request queue',
  );
  prototype.scheduleCheckPendingRequests = function guarded(this: RequestQueueInternals): void {
    if (this.pending.length > 0) original.call(this);
  };
  prototype.scheduleRequestTimeoutCheck = function guarded(this: RequestQueueInternals): void {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    const look = () => {
      for (const request of [...this.inflight.values()])
        if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
      if (!this.isConnected()) this.destroy();
    };
    this.requestTimeoutIntervalId = setInterval(look, Math.min(this.requestTimeout, LOOK_FOR_LATE_MS));
  };
  prototype[GUARDED] = true;
}
