import { letterCancelledV1 } from '#contracts/events/letter-cancelled.js';
import { letterDeliveredV1 } from '#contracts/events/letter-delivered.js';
import { letterFailedV1 } from '#contracts/events/letter-failed.js';
import { letterRequestedV1 } from '#contracts/events/letter-requested.js';
import { letterSubmittedV1 } from '#contracts/events/letter-submitted.js';
import { letterUnknownV1 } from '#contracts/events/letter-unknown.js';
import type { EventContract } from '#contracts/event-contract.js';
import type { OutgoingEvent } from '#messaging/events/outgoing-event.js';
import type { Temporal } from 'temporal-polyfill';
import type {
  CancelledLetter,
  DeliveredLetter,
  FailedLetter,
  LetterOrder,
  SubmittedLetter,
  UnknownLetter,
} from './letter.js';
import type { FailedTry } from './letter.store.js';

/** What is published when a letter enters a state that others wait for. All in the trace that the letter was ordered in. */
export function letterRequested(order: LetterOrder, at: Temporal.Instant): OutgoingEvent {
  const { guardianId, kind } = order;
  return event(order, letterRequestedV1, at, { guardianId, kind });
}

export function letterSubmitted(letter: SubmittedLetter, failedTries: readonly FailedTry[]): OutgoingEvent {
  const { tries, messageUuid, submittedAt } = letter;
  return event(letter, letterSubmittedV1, submittedAt, {
    channel: letter.tried.channel,
    tries,
    failedTries,
    messageUuid,
  });
}

export function letterDelivered(letter: DeliveredLetter, now: Temporal.Instant): OutgoingEvent {
  const { deliveredAt, late } = letter;
  return event(letter, letterDeliveredV1, now, {
    channel: letter.tried.channel,
    deliveredAt: deliveredAt.toString(),
    late,
  });
}

export function letterFailed(letter: FailedLetter, now: Temporal.Instant): OutgoingEvent {
  return event(letter, letterFailedV1, now, { code: letter.code, tries: letter.tries });
}

export function letterUnknown(letter: UnknownLetter, now: Temporal.Instant): OutgoingEvent {
  return event(letter, letterUnknownV1, now, { tries: letter.tries });
}

export function letterCancelled(letter: CancelledLetter, now: Temporal.Instant): OutgoingEvent {
  return event(letter, letterCancelledV1, now, { code: letter.code });
}

function event(letter: LetterOrder, contract: EventContract<any>, time: Temporal.Instant, data: object): OutgoingEvent {
  const { letterId, childId, municipality, traceparent, causedBy } = letter;
  return {
    contract,
    key: childId,
    subject: childId,
    municipality,
    time: time.toString(),
    data: { letterId, childId, municipality, ...data },
    traceparent,
    causationId: causedBy,
  };
}
