/** One partition as a group has it. */
export interface ReadPartition {
  /** Up to which offset the group has passed it; null when it never passed anything. */
  readonly passed: number | null;
  /** The oldest offset that is kept, and the next one to come. */
  readonly start: number;
  readonly end: number;
  /** The first offset from the wished moment on. */
  readonly wished: number;
}

/**
 * From where a group reads again; null where it already reads from the beginning. Never forward. An offset beyond the end was passed in a
 * topic that has been made anew since: nothing of this one has been read.
 */
export function readingPoint({ passed, start, end, wished }: ReadPartition): number | null {
  if (passed === null) return null;
  if (passed > end) return start;
  return Math.max(start, Math.min(passed, wished));
}
