import { Controller, Get, Header } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { InstantSchema } from '#contracts/values.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { JournalSystemPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams } from '#service/inputs.js';
import { z } from 'zod';
import { ReceiptSchema } from '../intake/receipt.js';
import type { RefusedEntryRow } from '../intake/refused-entry.row.js';
import { cureOf } from '../refused/cure-of.js';
import { SendersStore } from '../senders/senders.store.js';
import { ReceiptsStore } from './receipts.store.js';

const PathSchema = z.object({ receiptId: z.uuid() });
const RefusedReceiptSchema = z.object({
  receiptId: z.uuid(),
  status: z.literal('refused'),
  format: z.enum(['kl_delivery_report', 'novax_result']),
  recordId: z.string().nullable(),
  code: z.string(),
  place: z.string().nullable(),
  cure: z.string(),
  refusedAt: InstantSchema,
  traceId: z.string().nullable(),
});

/** What became of something that was handed in: for the sender of it alone. */
@Controller('receipts')
export class ReceiptsController {
  constructor(
    private readonly senders: SendersStore,
    private readonly receipts: ReceiptsStore,
  ) {}

  /** The acknowledgement as it was given, or the refusal. Another sender's receipt does not exist for the caller. */
  @Get(':receiptId')
  @Header('content-type', 'application/json')
  @Door({ who: ['journal_system'], scopes: ['journal.write'] })
  @Describe({
    summary: 'A receipt of your own',
    params: PathSchema,
    answers: { 200: z.union([ReceiptSchema, RefusedReceiptSchema]) },
  })
  async read(
    @Caller() caller: JournalSystemPrincipal,
    @PathParams(PathSchema) { receiptId }: z.infer<typeof PathSchema>,
  ): Promise<string> {
    const sender = await this.senders.get(caller);
    const entry = await this.receipts.findEntry(receiptId, sender);
    if (entry) return entry.receipt;
    const refusal = await this.receipts.findRefusal(receiptId, sender);
    if (!refusal) throw new RefusalError('NOT_FOUND');
    return JSON.stringify(refusedReceipt(refusal));
  }
}

function refusedReceipt(row: RefusedEntryRow): z.infer<typeof RefusedReceiptSchema> {
  return {
    receiptId: row.receiptId,
    status: 'refused',
    format: row.format === 'novax_result' ? 'novax_result' : 'kl_delivery_report',
    recordId: row.recordId,
    code: row.code,
    place: row.place,
    cure: cureOf(row.code),
    refusedAt: row.refusedAt.toISOString(),
    traceId: row.traceId,
  };
}
