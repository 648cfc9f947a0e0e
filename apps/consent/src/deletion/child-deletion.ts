import type { Temporal } from 'temporal-polyfill';

/** Why a child is removed: codes alone, so that nobody writes here what is to be forgotten. */
export const deletionReasons = ['data_subject_request', 'registered_by_mistake', 'keeping_ended'] as const;
export type DeletionReason = (typeof deletionReasons)[number];

/** One month of the log about a child: how many lines, and SHA-256 over all of them but for the child's id. */
export interface LogDigest {
  readonly rows: number;
  readonly digest: string;
}

/** A deletion that was asked for, and, once a second person has confirmed it, done. */
export interface ChildDeletion {
  readonly deletionId: string;
  readonly municipality: string;
  readonly healthVisitingUnit: string;
  readonly reason: DeletionReason;
  readonly requestedBy: string;
  readonly requestedAt: Temporal.Instant;
  /** Null until it is done; from then on no id of the child is kept. */
  readonly done: {
    readonly confirmedBy: string;
    readonly confirmedAt: Temporal.Instant;
    /** Stands in the access log in the place of the child's id, and nowhere else. */
    readonly logChildId: string;
    /** By month, such as `2026-05`. */
    readonly logDigests: Readonly<Record<string, LogDigest>>;
  } | null;
}
