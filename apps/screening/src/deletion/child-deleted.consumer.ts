import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { childDeletedV1, type ChildDeletedV1 } from '#contracts/events/child-deleted.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { DeletedChild } from './deleted-child.store.js';

/** A child that is deleted leaves the records with all that was written about it. */
@Controller()
export class ChildDeletedConsumer {
  constructor(private readonly deleted: DeletedChild) {}

  @EventPattern<string>(childDeletedV1.type)
  async handle(@Payload() deliveries: Delivery<ChildDeletedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    for (const { data } of deliveries) await this.deleted.remove(tx, data.childId);
  }
}
