import { InstantSchema } from '#contracts/values.js';
import { z } from 'zod';

/** The acknowledgement: from here on the hub answers for the entry. */
export const ReceiptSchema = z.object({
  receiptId: z.uuid(),
  status: z.literal('received'),
  format: z.enum(['kl_delivery_report', 'novax_result']),
  recordId: z.string(),
  version: z.int().nullable(),
  reportedAt: InstantSchema,
  receivedAt: InstantSchema,
  /** W3C trace id of everything that this entry causes. */
  traceId: z.string().nullable(),
  /** Found while reading; the entry was taken all the same. */
  warnings: z.array(z.object({ code: z.string(), place: z.string() })),
});
export type Receipt = z.infer<typeof ReceiptSchema>;

/** The answer to a delivery of several reports, in the order sent. */
export const ReceiptsSchema = z.object({ receipts: z.array(ReceiptSchema) });
