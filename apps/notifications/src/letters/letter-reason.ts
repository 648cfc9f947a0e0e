import type { ChildId } from '#contracts/ids.js';

/** A child about whom something was shared with the letter's guardian. */
export interface LetterReason {
  readonly childId: ChildId;
  /** The trace of the journal entry that was shared about this child. */
  readonly traceparent: string | null;
  /** Id of the event that told of the sharing. */
  readonly causedBy: string;
}
