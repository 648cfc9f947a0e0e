import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { childDeletedV1, type ChildDeletedV1 } from '#contracts/events/child-deleted.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { forgottenTraces } from '#messaging/deletion/forgotten-traces.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { Clock } from '#service/clock.js';
import { ForgetChild } from '../children/forget-child.js';
import { IntakeStore } from '../intake/intake.store.js';
import { DeletedChild } from './deleted-child.store.js';

/** A child that is deleted leaves with its entries: first the key, without which the originals are noise in every copy of them. */
@Controller()
export class ChildDeletedConsumer {
  constructor(
    private readonly forgetChild: ForgetChild,
    private readonly intake: IntakeStore,
    private readonly deleted: DeletedChild,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  @EventPattern<string>(childDeletedV1.type)
  async handle(@Payload() deliveries: Delivery<ChildDeletedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    for (const { data } of deliveries) {
      // What is being taken in for the child is waited for, and then goes too.
      await this.intake.lockAll(tx, [data.childId]);
      await this.forgetChild.run(tx, data.childId);
      const traceIds = await this.deleted.remove(tx, data.childId);
      await this.outbox.append(tx, forgottenTraces(traceIds, data.municipality, this.clock.now().toString()));
    }
  }
}
