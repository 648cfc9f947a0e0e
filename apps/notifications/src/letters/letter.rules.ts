import type { Temporal } from 'temporal-polyfill';
import type {
  CancelledLetter,
  DeliveredLetter,
  FailedLetter,
  Letter,
  LetterChannelName,
  LetterOrder,
  RequestedLetter,
  SubmittedLetter,
  SubmittingLetter,
  UnknownLetter,
} from './letter.js';

/** How long to wait, by the domain clock. */
export interface LetterPauses {
  /** Before the second, third ... try; one try more than there are pauses. */
  readonly retry: readonly Temporal.Duration[];
  /** Before the first, second ... question after a lost answer; the last one repeats. */
  readonly question: readonly Temporal.Duration[];
  /** Before receipts are pulled the first, second ... time; then never again. */
  readonly receipt: readonly Temporal.Duration[];
  /** Before looking again when something needed for a try was not there; the last one repeats. */
  readonly postpone: readonly Temporal.Duration[];
  /** After a try, until the channel's word that it does not know the message counts. */
  readonly settle: Temporal.Duration;
}

/** A receipt that comes later than this after submission makes the letter late (R19). */
const LATE_AFTER = { hours: 24 };

const facts = ({
  letterId,
  messageUuid,
  municipality,
  childId,
  guardianId,
  kind,
  consent,
  requestedAt,
  traceparent,
  causedBy,
}: LetterOrder): LetterOrder => ({
  letterId,
  messageUuid,
  municipality,
  childId,
  guardianId,
  kind,
  consent,
  requestedAt,
  traceparent,
  causedBy,
});

const next = (letter: Letter) => ({
  ...facts(letter),
  version: letter.version + 1,
  tries: letter.tries,
  answerLost: letter.answerLost,
});

export function postpone(letter: RequestedLetter, now: Temporal.Instant, pauses: LetterPauses): RequestedLetter {
  const dueAt = now.add(nth(pauses.postpone, letter.postponed));
  return { ...next(letter), state: 'requested', tried: letter.tried, dueAt, postponed: letter.postponed + 1 };
}

export function recordTry(
  letter: RequestedLetter,
  channel: LetterChannelName,
  template: string,
  now: Temporal.Instant,
): SubmittingLetter {
  return { ...next(letter), tries: letter.tries + 1, state: 'submitting', tried: { channel, template }, triedAt: now };
}

/** A refusal that may pass: waits for the next try, or fails when the tries are used up. A channel that names a longer pause gets it. */
export function refuseForNow(
  letter: SubmittingLetter | UnknownLetter,
  code: string,
  now: Temporal.Instant,
  pauses: LetterPauses,
  atLeast?: Temporal.Duration,
): RequestedLetter | FailedLetter {
  const pause = pauses.retry[letter.tries - 1];
  if (!pause) return { ...next(letter), state: 'failed', tried: letter.tried, submittedAt: null, code };
  const longer = atLeast && atLeast.total('milliseconds') > pause.total('milliseconds') ? atLeast : pause;
  return { ...next(letter), state: 'requested', tried: letter.tried, dueAt: now.add(longer), postponed: 0 };
}

/** The message never arrived (`whenNotKnown`): it is sent again at once, under the same id. */
export function sendAgain(
  letter: UnknownLetter,
  now: Temporal.Instant,
  pauses: LetterPauses,
): RequestedLetter | FailedLetter {
  const again = refuseForNow(letter, 'ANSWER_LOST', now, pauses);
  return again.state === 'requested' ? { ...again, dueAt: now } : again;
}

export function loseAnswer(letter: SubmittingLetter, now: Temporal.Instant, pauses: LetterPauses): UnknownLetter {
  const { tried, triedAt } = letter;
  const dueAt = now.add(nth(pauses.question, 0));
  return { ...next(letter), answerLost: true, state: 'unknown', tried, triedAt, dueAt, questions: 0 };
}

export function askLater(letter: UnknownLetter, now: Temporal.Instant, pauses: LetterPauses): UnknownLetter {
  const questions = letter.questions + 1;
  return { ...letter, version: letter.version + 1, dueAt: now.add(nth(pauses.question, questions)), questions };
}

/** The channel has the letter. A letter that waits for its next try counts too: the channel may accept and yet answer with an error. */
export function submit(
  letter: SubmittingLetter | UnknownLetter | TriedLetter,
  now: Temporal.Instant,
  pauses: LetterPauses,
): SubmittedLetter {
  const dueAt = pauses.receipt[0] ? now.add(pauses.receipt[0]) : null;
  return { ...next(letter), state: 'submitted', tried: letter.tried, submittedAt: now, dueAt, questions: 0 };
}

/** A letter between two tries. */
export type TriedLetter = RequestedLetter & { readonly tried: NonNullable<RequestedLetter['tried']> };

export function wasTried(letter: RequestedLetter): letter is TriedLetter {
  return letter.tried !== null;
}

export function waitForReceipt(letter: SubmittedLetter, now: Temporal.Instant, pauses: LetterPauses): SubmittedLetter {
  const questions = letter.questions + 1;
  const pause = pauses.receipt[questions];
  return { ...letter, version: letter.version + 1, dueAt: pause ? now.add(pause) : null, questions };
}

/** The mailbox's word is the legal time of arrival, also when it comes after a refusal. */
export function deliver(letter: SubmittedLetter | FailedAfterTry, at: Temporal.Instant): DeliveredLetter {
  const submittedAt = letter.submittedAt ?? at;
  const late = at.since(submittedAt, { largestUnit: 'hours' }).total('hours') > LATE_AFTER.hours;
  return { ...next(letter), state: 'delivered', tried: letter.tried, submittedAt, deliveredAt: at, late };
}

export type FailedAfterTry = FailedLetter & { readonly tried: NonNullable<FailedLetter['tried']> };

export function failedAfterTry(letter: FailedLetter): letter is FailedAfterTry {
  return letter.tried !== null;
}

/** Ends a letter for good. A delivered one can only fail when the carrier brings it back. */
export function fail(
  letter: RequestedLetter | SubmittingLetter | UnknownLetter | SubmittedLetter | DeliveredLetter,
  code: string,
): FailedLetter {
  const submittedAt = 'submittedAt' in letter ? letter.submittedAt : null;
  return { ...next(letter), state: 'failed', tried: letter.tried, submittedAt, code };
}

export function cancel(letter: RequestedLetter | SubmittedLetter, code: string): CancelledLetter {
  const submittedAt = 'submittedAt' in letter ? letter.submittedAt : null;
  return { ...next(letter), state: 'cancelled', tried: letter.tried, submittedAt, code };
}

function nth(pauses: readonly Temporal.Duration[], index: number): Temporal.Duration {
  const pause = pauses[Math.min(index, pauses.length - 1)];
  if (!pause) throw new RangeError('A list of pauses is empty');
  return pause;
}
