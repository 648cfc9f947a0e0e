/** How a service stood at a moment, over all partitions that it reads. */
export interface BacklogSample {
  readonly atMs: number;
  /** Events that it has not handled. */
  readonly waiting: number;
  /** Sum of what it has passed: grows by one an event. */
  readonly passed: number;
}

/** What waits for a service, and how it goes down. */
export interface Backlog {
  readonly waiting: number;
  /** The most that waited since nothing did: what a bar is measured by. */
  readonly most: number;
  /** Null until there are two looks. */
  readonly handledPerSecond: number | null;
  /** Until nothing waits, at the pace at which it has gone down of late; null while it does not go down. */
  readonly secondsLeft: number | null;
}

/** From looks in the order of time, the last one being the present; `most` as it stood before. */
export function backlogOf(samples: readonly BacklogSample[], mostBefore: number): Backlog {
  const [first, now] = [samples[0], samples.at(-1)];
  if (!first || !now) return { waiting: 0, most: 0, handledPerSecond: null, secondsLeft: null };
  const { waiting } = now;
  const most = waiting === 0 ? 0 : Math.max(mostBefore, waiting);
  const seconds = (now.atMs - first.atMs) / 1000;
  if (seconds <= 0) return { waiting, most, handledPerSecond: null, secondsLeft: waiting === 0 ? 0 : null };
  const goesDownBy = (first.waiting - waiting) / seconds;
  const secondsLeft = waiting === 0 ? 0 : goesDownBy > 0 ? Math.ceil(waiting / goesDownBy) : null;
  return { waiting, most, handledPerSecond: Math.max(0, now.passed - first.passed) / seconds, secondsLeft };
}
