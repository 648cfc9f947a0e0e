import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { portalDocumentSharedV1, type PortalDocumentSharedV1 } from '#contracts/events/portal-document-shared.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { OrderFirstShareLetters } from './order-first-share-letters.js';

@Controller()
export class PortalDocumentSharedConsumer {
  constructor(private readonly orderFirstShareLetters: OrderFirstShareLetters) {}

  @EventPattern<string>(portalDocumentSharedV1.type)
  async handle(@Payload() deliveries: Delivery<PortalDocumentSharedV1>[], @Ctx() context: BatchContext): Promise<void> {
    await this.orderFirstShareLetters.for(deliveries, context.tx);
  }
}
