import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { journalEntryReceivedV1, type JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { TakeJournalEntries } from './take-journal-entries.js';

@Controller()
export class JournalEntryReceivedConsumer {
  constructor(private readonly entries: TakeJournalEntries) {}

  @EventPattern<string>(journalEntryReceivedV1.type)
  handle(@Payload() deliveries: Delivery<JournalEntryReceivedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    return this.entries.take(tx, deliveries);
  }
}
