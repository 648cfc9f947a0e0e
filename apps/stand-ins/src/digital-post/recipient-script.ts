import { z } from 'zod';

const DurationSchema = z.string().regex(/^PT?(\d|[DHMS.])+$/, 'an ISO 8601 duration');
const CprSchema = z.string().regex(/^\d{10}$/);

/** How the channel answers a send, instead of taking it. */
export const ScriptedAnswerSchema = z.object({
  kind: z.enum([
    /** 503 with the platform's own refusal. */
    'temporary',
    /** The recipient is not known. */
    'recipient_unknown',
    /** 400: the message is said to break a rule. */
    'invalid',
    /** Took it, and never answers. */
    'accept_then_time_out',
    /** Never answers, and did not take it. */
    'time_out',
    /** Took it, and answers 500 with a page of a proxy. */
    'accept_then_500',
    /** 429 with Retry-After. */
    'busy',
    /** 500 with the platform's own refusal. */
    'error_500',
    /** 401, once for every token given before. */
    'unauthorized',
    /** Cuts the line while the answer is under way, without taking the message. */
    'cut_line',
  ]),
  /** For how many sends. */
  times: z.int().min(1).max(1000).default(1),
});
export type ScriptedAnswer = z.infer<typeof ScriptedAnswerSchema>;

/** What receipts come for a letter that was taken, counted from then by the stand-ins' clock. */
export const ReceiptPlanSchema = z.object({
  /** `on_time`: delivered after `after`. `silent`: delivered, but only told to who asks. `none`: taken, and nothing more. */
  mode: z.enum(['on_time', 'silent', 'none']).default('on_time'),
  after: DurationSchema.default('PT1S'),
  outcome: z.enum(['delivered', 'failed']).default('delivered'),
  errorCode: z.string().max(64).optional(),
  /** How often each receipt is pushed. */
  copies: z.int().min(1).max(10).default(1),
  /** A refusal that follows this long after the delivery. */
  negativeAfter: DurationSchema.optional(),
});
export type ReceiptPlan = z.infer<typeof ReceiptPlanSchema>;

/** PUT /control/digital-post/recipients: what holds for letters to this person from now on. What is left out stays. */
export const RecipientScriptSchema = z.object({
  cpr: CprSchema,
  exempt: z.boolean().optional(),
  /** Used up in order; afterwards letters are taken. */
  answers: z.array(ScriptedAnswerSchema).optional(),
  receipt: ReceiptPlanSchema.optional(),
});
export type RecipientScript = z.infer<typeof RecipientScriptSchema>;

/** PUT /control/digital-post/behaviour: the channel as a whole. */
export const BehaviourSchema = z.object({
  /** `lookup_down`: nobody can be looked up; `down`: every door answers 503. */
  mode: z.enum(['up', 'lookup_down', 'down']).default('up'),
  receipt: ReceiptPlanSchema.optional(),
});
export type Behaviour = z.infer<typeof BehaviourSchema>;
