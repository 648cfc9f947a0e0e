import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { letterCancelledV1, type LetterCancelledV1 } from '#contracts/events/letter-cancelled.js';
import { letterDeliveredV1, type LetterDeliveredV1 } from '#contracts/events/letter-delivered.js';
import { letterFailedV1, type LetterFailedV1 } from '#contracts/events/letter-failed.js';
import { letterReplyReceivedV1, type LetterReplyReceivedV1 } from '#contracts/events/letter-reply-received.js';
import { letterRequestedV1, type LetterRequestedV1 } from '#contracts/events/letter-requested.js';
import { letterSubmittedV1, type LetterSubmittedV1 } from '#contracts/events/letter-submitted.js';
import { letterUnknownV1, type LetterUnknownV1 } from '#contracts/events/letter-unknown.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { ChangeRecords } from '../record/change-records.js';
import type { FactData } from '../record/child-fact.js';
import { decideLetter, type LetterFactType } from './decide-letter.js';

/** The steps of letters about a child, onto the child's timeline. */
@Controller()
export class LettersConsumer {
  constructor(private readonly records: ChangeRecords) {}

  @EventPattern<string>(letterRequestedV1.type)
  requested(@Payload() deliveries: Delivery<LetterRequestedV1>[], @Ctx() context: BatchContext): Promise<void> {
    return this.note(context, deliveries, 'letter.requested');
  }

  @EventPattern<string>(letterSubmittedV1.type)
  submitted(@Payload() deliveries: Delivery<LetterSubmittedV1>[], @Ctx() context: BatchContext): Promise<void> {
    return this.note(context, deliveries, 'letter.submitted');
  }

  @EventPattern<string>(letterDeliveredV1.type)
  delivered(@Payload() deliveries: Delivery<LetterDeliveredV1>[], @Ctx() context: BatchContext): Promise<void> {
    return this.note(context, deliveries, 'letter.delivered');
  }

  @EventPattern<string>(letterFailedV1.type)
  failed(@Payload() deliveries: Delivery<LetterFailedV1>[], @Ctx() context: BatchContext): Promise<void> {
    return this.note(context, deliveries, 'letter.failed');
  }

  @EventPattern<string>(letterUnknownV1.type)
  unknown(@Payload() deliveries: Delivery<LetterUnknownV1>[], @Ctx() context: BatchContext): Promise<void> {
    return this.note(context, deliveries, 'letter.unknown');
  }

  @EventPattern<string>(letterCancelledV1.type)
  cancelled(@Payload() deliveries: Delivery<LetterCancelledV1>[], @Ctx() context: BatchContext): Promise<void> {
    return this.note(context, deliveries, 'letter.cancelled');
  }

  @EventPattern<string>(letterReplyReceivedV1.type)
  replied(@Payload() deliveries: Delivery<LetterReplyReceivedV1>[], @Ctx() context: BatchContext): Promise<void> {
    return this.note(context, deliveries, 'letter.reply.received');
  }

  /** The fact holds what the event said, but for whose it is: that is the record's. */
  private note<Type extends LetterFactType>(
    { tx }: BatchContext,
    deliveries: readonly Delivery<FactData[Type] & { childId: string; municipality: string }>[],
    type: Type,
  ): Promise<void> {
    return this.records.hear(tx, deliveries, (record, { childId: _, municipality: __, ...said }, occasion) =>
      decideLetter(record, type, said as unknown as FactData[Type], occasion),
    );
  }
}
