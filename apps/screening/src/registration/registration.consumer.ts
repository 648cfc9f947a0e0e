import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { childRegisteredV1, type ChildRegisteredV1 } from '#contracts/events/child-registered.js';
import { custodyChangedV1, type CustodyChangedV1 } from '#contracts/events/custody-changed.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { ChangeRecords } from '../record/change-records.js';
import { noteFact } from '../record/note-fact.js';

/** Which unit a child belongs to and who holds custody, as consent tells it. */
@Controller()
export class RegistrationConsumer {
  constructor(private readonly records: ChangeRecords) {}

  @EventPattern<string>(childRegisteredV1.type)
  registered(@Payload() deliveries: Delivery<ChildRegisteredV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    return this.records.hear(tx, deliveries, (record, { healthVisitingUnit }, occasion) =>
      noteFact(record, 'child.registered', { healthVisitingUnit }, occasion),
    );
  }

  @EventPattern<string>(custodyChangedV1.type)
  custody(@Payload() deliveries: Delivery<CustodyChangedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    return this.records.hear(tx, deliveries, (record, { guardianIds, asOf }, occasion) =>
      noteFact(record, 'custody.changed', { guardianIds, asOf }, occasion),
    );
  }
}
