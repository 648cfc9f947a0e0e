import { z } from 'zod';
import { gapCloseCodes } from './gap-close-codes.js';

/** A gap of a chain on the wire; see `Gap`. */
export const GapSchema = z.object({
  step: z.string(),
  letterId: z.string().nullable(),
  since: z.string(),
  dueAt: z.string(),
  detectedAt: z.string(),
  closedAt: z.string().nullable(),
  cameAt: z.string().nullable(),
  byHand: z.object({ who: z.string(), code: z.enum(gapCloseCodes), reason: z.string() }).nullable(),
});
