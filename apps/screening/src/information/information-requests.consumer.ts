import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  informationRequestAnsweredV1,
  type InformationRequestAnsweredV1,
} from '#contracts/events/information-request-answered.js';
import { informationRequestedV1, type InformationRequestedV1 } from '#contracts/events/information-requested.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { ChangeRecords } from '../record/change-records.js';
import { decideAnswered, decideRequested } from './information-tasks.rules.js';

/** What parents without custody ask for becomes work for the leader of the child's unit, until it is answered (R11). */
@Controller()
export class InformationRequestsConsumer {
  constructor(private readonly records: ChangeRecords) {}

  @EventPattern<string>(informationRequestedV1.type)
  requested(@Payload() deliveries: Delivery<InformationRequestedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    return this.records.hear(tx, deliveries, decideRequested);
  }

  @EventPattern<string>(informationRequestAnsweredV1.type)
  answered(
    @Payload() deliveries: Delivery<InformationRequestAnsweredV1>[],
    @Ctx() { tx }: BatchContext,
  ): Promise<void> {
    return this.records.hear(tx, deliveries, decideAnswered);
  }
}
