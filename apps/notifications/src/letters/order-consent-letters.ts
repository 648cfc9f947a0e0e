import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { ConsentRequestedV1 } from '#contracts/events/consent-requested.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { KeyBoundError } from '#messaging/handling/key-bound-error.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import { LetterBell } from '../sending/letter-bell.js';
import { SenderRegister } from '../sending/sender-register.js';
import { countOrdered } from './count-ordered.js';
import type { LetterOrder } from './letter.js';
import { letterRequested } from './letter-events.js';
import { letterIdOf, messageUuidOf } from './letter-ids.js';
import { LetterStore } from './letter.store.js';

/**
 * Where the municipality tells by letter, everybody who is asked for a consent gets one `consent_request` letter about it. It is no
 * first letter: it neither counts as one nor stands in its way (R10).
 */
@Injectable()
export class OrderConsentLetters {
  constructor(
    private readonly letters: LetterStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly senders: SenderRegister,
    private readonly bell: LetterBell,
  ) {}

  /** Throws KeyBoundError for a municipality that is no sender yet: the child waits until it has been set up, and nothing is lost. */
  async for(deliveries: readonly Delivery<ConsentRequestedV1>[], tx: Tx): Promise<void> {
    const byLetter = deliveries.filter(({ data }) => data.byLetter);
    if (byLetter.some(({ data }) => !this.senders.find(data.municipality))) throw new KeyBoundError('SENDER_UNKNOWN');
    const now = this.clock.now();
    const made = await this.letters.order(
      tx,
      byLetter.flatMap((delivery) => ordersOf(delivery, now)),
    );
    await this.outbox.append(
      tx,
      made.map((order) => letterRequested(order, now)),
    );
    tx.afterCommit(() => {
      countOrdered(made.length, 'consent_request');
      this.bell.ring();
    });
  }
}

function ordersOf({ data, traceparent, eventId }: Delivery<ConsentRequestedV1>, now: Temporal.Instant): LetterOrder[] {
  const { municipality, childId, consentId } = data;
  return [...new Set(data.askedIds)].map((guardianId) => {
    const letter = { municipality, guardianId, kind: 'consent_request', consent: { consentId, ended: null } } as const;
    return {
      ...letter,
      letterId: letterIdOf(eventId, guardianId),
      messageUuid: messageUuidOf(letter, 0),
      childId,
      requestedAt: now,
      traceparent,
      causedBy: eventId,
    };
  });
}
