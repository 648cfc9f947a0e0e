import type { Temporal } from 'temporal-polyfill';
import type { ChildId, GuardianId, LetterId } from '#contracts/ids.js';
import type { LetterKind } from '../texts/letter-template.js';

export type LetterChannelName = 'digital_post' | 'physical_letter';

/** What is fixed when the letter is ordered. Only its reason (child, trace and cause) may change, and only before it goes out. */
export interface LetterOrder {
  readonly letterId: LetterId;
  /** UUID version 4; the channel's idempotency key, the same in every try. */
  readonly messageUuid: string;
  readonly municipality: string;
  readonly childId: ChildId;
  readonly guardianId: GuardianId;
  readonly kind: LetterKind;
  /** The consent that the letter asks for; `ended` says with which code it needs no answer any more. Null for other kinds. */
  readonly consent: { readonly consentId: string; readonly ended: string | null } | null;
  readonly requestedAt: Temporal.Instant;
  /** The trace of the journal entry that the letter goes back to; every event about the letter carries it. */
  readonly traceparent: string | null;
  /** Id of the event that ordered it. */
  readonly causedBy: string;
}

interface Common extends LetterOrder {
  /** Rises with every change; a writer that read an older one has lost the race. */
  readonly version: number;
  /** How often the letter was, or may have been, handed to the channel. */
  readonly tries: number;
  /** The answer to some try was lost: every later try goes the same way, so that two channels never carry the letter. */
  readonly answerLost: boolean;
}

/** What the last try was. */
interface Tried {
  readonly channel: LetterChannelName;
  /** Wording and language of the letter that was sent. */
  readonly template: string;
}

/** Waits for its first or next try. `postponed` counts the times that something was not there before a try could be made. */
export interface RequestedLetter extends Common {
  readonly state: 'requested';
  readonly dueAt: Temporal.Instant;
  readonly postponed: number;
  readonly tried: Tried | null;
}

/** A try is recorded and under way. Found without a living sender, nobody knows whether it went out. */
export interface SubmittingLetter extends Common {
  readonly state: 'submitting';
  readonly tried: Tried;
  readonly triedAt: Temporal.Instant;
}

/** The channel did not answer a try. It is asked before anything is sent again. */
export interface UnknownLetter extends Common {
  readonly state: 'unknown';
  readonly tried: Tried;
  readonly triedAt: Temporal.Instant;
  readonly dueAt: Temporal.Instant;
  readonly questions: number;
}

/** The channel has it. `dueAt` is when receipts are pulled because none was pushed; null once that has been given up. */
export interface SubmittedLetter extends Common {
  readonly state: 'submitted';
  readonly tried: Tried;
  readonly submittedAt: Temporal.Instant;
  readonly dueAt: Temporal.Instant | null;
  readonly questions: number;
}

/** In the mailbox, or handed to the postal carrier. */
export interface DeliveredLetter extends Common {
  readonly state: 'delivered';
  readonly tried: Tried;
  readonly submittedAt: Temporal.Instant;
  /** When it lay in the mailbox, by the channel's word: the legal time of arrival. */
  readonly deliveredAt: Temporal.Instant;
  /** More than 24 hours after it was submitted. */
  readonly late: boolean;
}

/** No further try will be made. */
export interface FailedLetter extends Common {
  readonly state: 'failed';
  readonly tried: Tried | null;
  readonly submittedAt: Temporal.Instant | null;
  readonly code: string;
}

/** Not sent, or recalled, because its reason had ended. */
export interface CancelledLetter extends Common {
  readonly state: 'cancelled';
  readonly tried: Tried | null;
  readonly submittedAt: Temporal.Instant | null;
  readonly code: string;
}

export type Letter =
  | RequestedLetter
  | SubmittingLetter
  | UnknownLetter
  | SubmittedLetter
  | DeliveredLetter
  | FailedLetter
  | CancelledLetter;
