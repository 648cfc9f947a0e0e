import type { EventContract } from '#contracts/event-contract.js';
import { consentCompletedV1 } from '#contracts/events/consent-completed.js';
import { consentDeclinedV1 } from '#contracts/events/consent-declined.js';
import { consentGrantedV1 } from '#contracts/events/consent-granted.js';
import { consentRequestedV1 } from '#contracts/events/consent-requested.js';
import { consentWithdrawnV1 } from '#contracts/events/consent-withdrawn.js';
import type { ConsentDecision } from '#contracts/questions/consents.js';
import type { OutgoingEvent } from '#messaging/events/outgoing-event.js';
import { activeTraceparent } from '#observability/traceparent.js';
import type { ConsentRequest } from './consent-record.js';

type Told = Pick<ConsentRequest, 'consentId' | 'childId' | 'municipality'>;

/** Tells that these people are asked for the consent. */
export function consentRequested(
  request: Omit<ConsentRequest, 'consentNo'>,
  askedIds: readonly string[],
  time: string,
): OutgoingEvent {
  const { type, documentKinds, receiver, byLetter } = request;
  const validUntil = request.validUntil.toString();
  return event(consentRequestedV1, request, time, { type, documentKinds, receiver, validUntil, askedIds, byLetter });
}

/** Tells of one person's answer. */
export function consentAnswered(
  request: Told,
  decision: ConsentDecision,
  guardianId: string,
  time: string,
): OutgoingEvent {
  return event(answers[decision], request, time, { guardianId });
}

/** Tells that everybody who must has granted. */
export const consentCompleted = (request: Told, time: string): OutgoingEvent =>
  event(consentCompletedV1, request, time, {});

const answers = { granted: consentGrantedV1, declined: consentDeclinedV1, withdrawn: consentWithdrawnV1 };

function event(
  contract: EventContract<any>,
  { consentId, childId, municipality }: Told,
  time: string,
  data: object,
): OutgoingEvent {
  return {
    contract,
    key: childId,
    subject: childId,
    municipality,
    time,
    data: { consentId, childId, municipality, ...data },
    traceparent: activeTraceparent(),
  };
}
