import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { PortalDocumentSharedV1 } from '#contracts/events/portal-document-shared.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import { countOrdered } from './count-ordered.js';
import type { LetterOrder } from './letter.js';
import { letterRequested } from './letter-events.js';
import { letterIdOf, messageUuidOf } from './letter-ids.js';
import { LetterReasonStore } from './letter-reason.store.js';
import { LetterStore } from './letter.store.js';
import { KeyBoundError } from '#messaging/handling/key-bound-error.js';
import { LetterBell } from '../sending/letter-bell.js';
import { SenderRegister } from '../sending/sender-register.js';

/**
 * The first time anything is shared with a guardian in a municipality, that guardian gets one `first_share` letter (R10). Letter id and the
 * channel's message id are fixed here, in the transaction that read the event, so that every later try is the same message; they follow from
 * the event, so that a service whose database was restored to before orders the same letter again. What is shared about another child
 * meanwhile is remembered as one more reason for it.
 */
@Injectable()
export class OrderFirstShareLetters {
  constructor(
    private readonly letters: LetterStore,
    private readonly reasons: LetterReasonStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly senders: SenderRegister,
    private readonly bell: LetterBell,
  ) {}

  /** Throws KeyBoundError for a municipality that is no sender yet: the child waits until it has been set up, and nothing is lost. */
  async for(deliveries: readonly Delivery<PortalDocumentSharedV1>[], tx: Tx): Promise<void> {
    if (deliveries.some(({ data }) => !this.senders.find(data.municipality))) throw new KeyBoundError('SENDER_UNKNOWN');
    const now = this.clock.now();
    const made: LetterOrder[] = [];
    let open = deliveries.flatMap((delivery) => ordersOf(delivery, now));
    // Another round only when the letter that stood in the way was cancelled in between.
    while (open.length > 0) {
      open = await this.letters.withFreeMessages(tx, open);
      const ordered = new Set(await this.letters.order(tx, open));
      made.push(...ordered);
      const shares = open.filter((order) => !ordered.has(order));
      open = await this.reasons.join(tx, shares, now);
    }
    await this.outbox.append(
      tx,
      made.map((order) => letterRequested(order, now)),
    );
    tx.afterCommit(() => {
      countOrdered(made.length, 'first_share');
      this.bell.ring();
    });
  }
}

function ordersOf(
  { data, traceparent, eventId }: Delivery<PortalDocumentSharedV1>,
  now: Temporal.Instant,
): LetterOrder[] {
  return [...new Set(data.guardianIds)].map((guardianId) => {
    const letter = { municipality: data.municipality, guardianId, kind: 'first_share', consent: null } as const;
    return {
      ...letter,
      letterId: letterIdOf(eventId, guardianId),
      messageUuid: messageUuidOf(letter, 0),
      childId: data.childId,
      requestedAt: now,
      traceparent,
      causedBy: eventId,
    };
  });
}
