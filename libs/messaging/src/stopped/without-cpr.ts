import { z } from 'zod';
import { redactCpr } from '#observability/redact-cpr.js';

/**
 * A text that somebody types and a log keeps, for good or as a part of an address: whoever it is about is named by an id, never by a civil
 * registration number. The cure is told to whoever sent one, and does not repeat it.
 */
export const withoutCpr = (text: z.ZodString): z.ZodString =>
  text.refine((typed) => redactCpr(typed) === typed, {
    params: { cure: 'Leave the civil registration number out: search and act by ids.' },
  });
