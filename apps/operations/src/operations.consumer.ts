import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { RecordEvents } from './chains/record-events.js';

/** Everything that happens in the hub comes in here: operations hear every event and keep its step. */
@Controller()
export class OperationsConsumer {
  constructor(private readonly recordEvents: RecordEvents) {}

  @EventPattern<string[]>(eventCatalogue.map((contract) => contract.type), { mixed: 'steps' })
  async handle(@Payload() deliveries: Delivery<unknown>[], @Ctx() context: BatchContext): Promise<void> {
    await this.recordEvents.run(context.tx, deliveries);
  }
}
