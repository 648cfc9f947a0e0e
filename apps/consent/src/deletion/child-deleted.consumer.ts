import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { childDeletedV1, type ChildDeletedV1 } from '#contracts/events/child-deleted.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { forgottenTraces } from '#messaging/deletion/forgotten-traces.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { Clock } from '#service/clock.js';
import { ChildDeletionsStore } from './child-deletions.store.js';
import { DeletedChild } from './deleted-child.store.js';
import { LogOfDeleted } from './log-of-deleted.store.js';

/**
 * Our own word comes back: everybody can hear it now. The child went when it was confirmed, and there is nothing to do but in a database that
 * was restored to before that. With this messaging forgets the events about the child that stand in the outbox, this one among them.
 */
@Controller()
export class ChildDeletedConsumer {
  constructor(
    private readonly deleted: DeletedChild,
    private readonly accessLog: LogOfDeleted,
    private readonly deletions: ChildDeletionsStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  @EventPattern<string>(childDeletedV1.type)
  async handle(@Payload() deliveries: Delivery<ChildDeletedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    for (const { data } of deliveries) {
      await this.accessLog.unlink(tx, data.childId);
      const traceIds = await this.deleted.remove(tx, data.childId);
      await this.deletions.forget(tx, data.childId);
      await this.outbox.append(tx, forgottenTraces(traceIds, data.municipality, this.clock.now().toString()));
    }
  }
}
