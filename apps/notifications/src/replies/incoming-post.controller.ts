import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Door } from '#security/door.js';
import { TakesBytes } from '#service/body-limits.js';
import { CONFIG } from '#service/config-token.js';
import { Describe } from '#security/describe.js';
import { BytesBody } from '#service/inputs.js';
import type { NotificationsConfig } from '../notifications.config.js';
import { TakeReply } from './take-reply.js';

const types = ['application/xml', 'text/xml'];

/** The business receipt of Digital Post's own interface: positive when the error code is null. */
const ReceiptSchema = z.object({
  transmissionId: z.uuid(),
  messageUUID: z.uuid(),
  errorCode: z.null(),
  errorMessage: z.null(),
  timeStamp: z.iso.datetime(),
  receiptStatus: z.literal('COMPLETED'),
});

/** Where the channel hands over what citizens send us ("Modtag post", SF1606-shaped): one MeMo message, answered with a receipt. */
@Controller('incoming-post')
export class IncomingPostController {
  constructor(
    private readonly takeReply: TakeReply,
    @Inject(CONFIG) private readonly config: NotificationsConfig,
  ) {}

  @Post()
  @HttpCode(200)
  @Door({ who: ['channel'], scopes: ['letters.reply'] })
  @TakesBytes({ maxBytes: 10_000_000, types })
  @Describe({
    summary: "A guardian's reply to one of our letters, as MeMo",
    consumes: types,
    answers: { 200: ReceiptSchema },
  })
  async receive(@BytesBody() bytes: Uint8Array): Promise<z.infer<typeof ReceiptSchema>> {
    if (!this.config.REPLIES_CONNECTED)
      throw new RefusalError('STATE_CONFLICT', { detail: 'Replies are not connected' });
    const { replyId, messageUuid, receivedAt } = await this.takeReply.take(bytes);
    return {
      transmissionId: replyId,
      messageUUID: messageUuid,
      errorCode: null,
      errorMessage: null,
      timeStamp: receivedAt.toString(),
      receiptStatus: 'COMPLETED',
    };
  }
}
