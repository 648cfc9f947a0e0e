import { z } from 'zod';
import { words } from './scenario-words.js';

const Name = z.string().min(1);
const Kind = z.enum(['adbb_result', 'health_visit_summary', 'health_observation']);
const Day = z.union([z.iso.date(), z.date().transform((date) => date.toISOString().slice(0, 10))]);
const Repeated = {
  times: z.int().min(1).default(1),
  together: z.boolean().default(false),
};

/** The acts of a step about consent, custody and what guardians write; docs/scenarios.md explains each. */
export const consentActs = {
  requestConsent: z
    .strictObject({
      consent: Name,
      child: Name,
      type: z.string().default('pass_on_to_daycare'),
      kinds: z.array(Kind).min(1),
      receiver: Name,
      until: Day,
      transition: z.uuid().optional(),
      ...Repeated,
    })
    .optional(),
  answerConsent: z
    .strictObject({ consent: Name, decision: z.enum(['granted', 'declined', 'withdrawn']), ...Repeated })
    .optional(),
  previewWithdrawal: z.strictObject({ consent: Name }).optional(),
  /** At the register, which tells the hub. */
  custody: z.strictObject({ child: Name, holders: z.array(Name) }).optional(),
  readByConsent: z.strictObject({ child: Name, kind: Kind }).optional(),
  requestInformation: z.strictObject({ child: Name, question: z.string() }).optional(),
  answerInformation: z
    .strictObject({ child: Name, outcome: z.enum(['given', 'refused']), reason: z.string() })
    .optional(),
  writeMessage: z.strictObject({ child: Name, text: z.string(), ...Repeated }).optional(),
};

/** What may be read beyond record, documents, chains and letters. */
export const consentReads = [
  z.strictObject({ accessLog: Name }),
  z.strictObject({ messages: Name }),
  z.strictObject({ consents: z.literal('mine') }),
  z.strictObject({ children: z.literal('mine') }),
] as const;

/** What an answer may hold beyond status, code and documents. */
export const consentAnswers = {
  /** The children in the answer, in any order. */
  children: z.array(Name).optional(),
  /** Texts of messages, newest first. */
  messages: z.array(z.string()).optional(),
  /** What a withdrawal would end, as `daycare_staff DC-A adbb_result CONSENT_WITHDRAWN`; all of these stand in the preview. */
  refusals: z.array(z.string()).optional(),
  /** Totals of ADBB results, as they come. */
  totals: z.array(z.int()).optional(),
};

/** What a step may expect of consents and of the access log as somebody sees it. */
export const consentExpectations = {
  consent: z
    .strictObject({
      consent: Name,
      is: z.enum(['pending', 'active', 'declined', 'withdrawn', 'expired', 'incomplete', 'in_review']),
      code: z.string().nullable().optional(),
      missing: z.int().optional(),
      /** How often each decision stands in its history. */
      answers: z.partialRecord(z.enum(['granted', 'declined', 'withdrawn']), z.int()).optional(),
    })
    .optional(),
  accessLogSeen: z
    .strictObject({
      child: Name,
      by: words.who,
      /** Oldest first, as `daycare_staff DC-A adbb_result read refused CONSENT_MISSING`; other lines may stand between. */
      lines: z.array(z.string()).default([]),
      /** Words that must not stand in the answer. */
      neverContain: z.array(z.string()).default([]),
    })
    .optional(),
};
