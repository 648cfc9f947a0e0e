import { z } from 'zod';
import { ChildIdSchema, LetterIdSchema } from '../ids.js';
import { CodeTextSchema, InstantSchema } from '../values.js';

export const LetterStateSchema = z.enum([
  'requested',
  'submitting',
  'submitted',
  'delivered',
  'failed',
  'unknown',
  'cancelled',
]);
export type LetterState = z.infer<typeof LetterStateSchema>;

/** A letter as others may see it: its state, never its text or recipient. */
export const LetterSummarySchema = z.object({
  letterId: LetterIdSchema,
  childId: ChildIdSchema,
  kind: z.enum(['first_share', 'consent_request']),
  state: LetterStateSchema,
  channel: z.enum(['digital_post', 'physical_letter']).nullable(),
  tries: z.int().min(0),
  code: CodeTextSchema.nullable(),
  requestedAt: InstantSchema,
  submittedAt: InstantSchema.nullable(),
  deliveredAt: InstantSchema.nullable(),
  late: z.boolean(),
});
export type LetterSummary = z.infer<typeof LetterSummarySchema>;

/** GET /guardians/:guardianId/letters and GET /children/:childId/letters of notifications. */
export const LettersSchema = z.object({ letters: z.array(LetterSummarySchema) });
export type Letters = z.infer<typeof LettersSchema>;
