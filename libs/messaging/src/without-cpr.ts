import { z } from 'zod';
import { redactCpr } from '#observability/redact-cpr.js';

/** A text that somebody types and a log keeps for good: whoever the act is about is named by an id, never by a civil registration number. */
export const withoutCpr = (text: z.ZodString): z.ZodString => text.refine((typed) => redactCpr(typed) === typed);
