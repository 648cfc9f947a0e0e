import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { MunicipalitySchema, ReceiptIdSchema } from '../ids.js';
import { CodeTextSchema, PlaceSchema, RecordIdSchema } from '../values.js';

export const JournalEntryRejectedV1Schema = z.object({
  receiptId: ReceiptIdSchema,
  municipality: MunicipalitySchema,
  sourceSystem: RecordIdSchema,
  recordId: RecordIdSchema.nullable(),
  code: CodeTextSchema,
  place: PlaceSchema.nullable(),
  format: z.enum(['kl_delivery_report', 'novax_result']),
});
export type JournalEntryRejectedV1 = z.infer<typeof JournalEntryRejectedV1Schema>;

/** A journal's entry was refused; no values, so that operations and the sender can work from a list (S3). */
export const journalEntryRejectedV1 = defineEvent({
  name: 'journal.entry.rejected',
  version: 1,
  topic: 'journal.v1',
  owner: 'novax-adapter',
  summary: "A journal's entry was refused with a code and a place.",
  schema: JournalEntryRejectedV1Schema,
  example: {
    receiptId: '3f1f6f0e-6c0c-4f3c-9a54-0d5d0f6a1b12',
    municipality: 'K1',
    sourceSystem: 'NOVAX-K1',
    recordId: 'NVX-1002',
    code: 'SCORE_MISMATCH',
    place: 'score',
    format: 'novax_result',
  },
});
