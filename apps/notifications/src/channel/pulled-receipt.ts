import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { ChannelReceipt, ReceiptMeaning } from './letter-channel.js';

/** A receipt as Digital Post's own interface gives it: positive when the error code is null or blank. */
export const PulledReceiptsSchema = z.array(
  z.object({
    transmissionId: z.string().nullish(),
    messageUUID: z.string(),
    messageId: z.string().nullish(),
    errorCode: z.string().nullish(),
    timeStamp: z.string(),
    receiptStatus: z.enum(['NOT_ALLOWED', 'INVALID', 'RECEIVED', 'COMPLETED']),
  }),
);
type PulledReceipt = z.infer<typeof PulledReceiptsSchema>[number];

/** RECEIVED is the technical receipt, COMPLETED the business one: it lies in the mailbox. */
const MEANINGS: Record<PulledReceipt['receiptStatus'], ReceiptMeaning> = {
  RECEIVED: 'accepted',
  COMPLETED: 'delivered',
  INVALID: 'failed',
  NOT_ALLOWED: 'failed',
};

export function receiptOfPulled(receipt: PulledReceipt): ChannelReceipt {
  const errorCode = receipt.errorCode?.trim() || null;
  return {
    messageUuid: receipt.messageUUID.toLowerCase(),
    status: receipt.receiptStatus,
    meaning: errorCode ? 'failed' : MEANINGS[receipt.receiptStatus],
    at: Temporal.Instant.from(receipt.timeStamp),
    transmissionId: receipt.transmissionId ?? null,
    channelCode: null,
    errorCode: errorCode ?? (MEANINGS[receipt.receiptStatus] === 'failed' ? receipt.receiptStatus : null),
  };
}
