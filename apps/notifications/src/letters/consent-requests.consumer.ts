import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { consentDeclinedV1, type ConsentDeclinedV1 } from '#contracts/events/consent-declined.js';
import { consentRequestedV1, type ConsentRequestedV1 } from '#contracts/events/consent-requested.js';
import { consentWithdrawnV1, type ConsentWithdrawnV1 } from '#contracts/events/consent-withdrawn.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { EndConsentLetters } from './end-consent-letters.js';
import { OrderConsentLetters } from './order-consent-letters.js';

/** A consent that is asked for by letter, and its end. */
@Controller()
export class ConsentRequestsConsumer {
  constructor(
    private readonly ordering: OrderConsentLetters,
    private readonly ending: EndConsentLetters,
  ) {}

  @EventPattern<string>(consentRequestedV1.type)
  async requested(@Payload() deliveries: Delivery<ConsentRequestedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    await this.ordering.for(deliveries, tx);
  }

  @EventPattern<string>(consentDeclinedV1.type)
  async declined(@Payload() deliveries: Delivery<ConsentDeclinedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    for (const { data } of deliveries) await this.ending.of(tx, data.consentId, 'CONSENT_DECLINED');
  }

  @EventPattern<string>(consentWithdrawnV1.type)
  async withdrawn(@Payload() deliveries: Delivery<ConsentWithdrawnV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    for (const { data } of deliveries) await this.ending.of(tx, data.consentId, 'CONSENT_WITHDRAWN');
  }
}
