/** A kind of work that a service does by itself, and how late it may be. */
export interface WatchedWork {
  readonly kind: string;
  /** Null: every service of the hub. */
  readonly service: string | null;
  readonly withinMinutes: number;
}

/** The services that are watched, operations themselves among them. */
export const watchedServices = [
  'novax-adapter',
  'screening',
  'consent',
  'notifications',
  'parent-portal',
  'operations',
] as const;
export type WatchedService = (typeof watchedServices)[number];

/**
 * What waits inside a service, where no event tells of it: the second half of the rules for gaps, beside `expected-steps.ts`. Each service
 * answers for its own work at `GET /work`; `handle-events` is what the broker knows, and `answer` that a service answers at all.
 */
export const watchedWork: readonly WatchedWork[] = [
  { kind: 'publish-events', service: null, withinMinutes: 2 },
  { kind: 'handle-events', service: null, withinMinutes: 5 },
  { kind: 'answer', service: null, withinMinutes: 2 },
  { kind: 'raise-overdue', service: 'screening', withinMinutes: 15 },
  { kind: 'read-custody', service: 'consent', withinMinutes: 15 },
  { kind: 'send-letters', service: 'notifications', withinMinutes: 30 },
];
