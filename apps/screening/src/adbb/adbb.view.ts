import { z } from 'zod';
import { traceIdOf } from '#observability/traceparent.js';
import { WindowSchema } from '#contracts/values.js';
import type { ChildRecord } from '../record/child-record.js';
import { adbbItems } from './adbb-items.js';
import type { AdbbResult } from './adbb-result.js';
import type { Judgement } from './adbb.rules.js';
import { explainLevel, explainResult } from './explanation.rules.js';
import { levelWords, type Language } from './level-words.js';

const ExplanationSchema = z.object({ parent: z.string(), professional: z.string(), auditor: z.string() });
const ExplanationsSchema = z.object({ da: ExplanationSchema, en: ExplanationSchema });

export const LevelViewSchema = z.object({
  level: z.enum(['below_cutoff', 'repeat_due', 'repeat_overdue', 'sustained', 'not_confirmed']),
  words: z.object({ da: z.string(), en: z.string() }),
  late: z.boolean(),
  window: WindowSchema.nullable(),
  overdueAt: z.string().nullable(),
  /** Days between the first and the deciding observation. */
  days: z.int().nullable(),
  resultId: z.uuid(),
  firstResultId: z.uuid().nullable(),
  explanation: ExplanationsSchema,
});

export const ResultViewSchema = z.object({
  resultId: z.uuid(),
  sourceSystem: z.string(),
  recordId: z.string(),
  version: z.int().nullable(),
  receiptId: z.uuid(),
  observedOn: z.string(),
  observedAt: z.string().nullable(),
  items: z.array(z.object({ linkId: z.string(), da: z.string(), en: z.string(), value: z.int() })),
  total: z.int(),
  cutOff: z.int(),
  atOrAboveCutOff: z.boolean(),
  ruleSet: z.string(),
  ruleVersion: z.int(),
  state: z.enum(['standing', 'superseded', 'withdrawn']),
  standing: z.boolean(),
  interim: z.boolean(),
  reportedAt: z.string(),
  receivedAt: z.string(),
  traceId: z.string().nullable(),
  explanation: ExplanationsSchema,
});

const inBoth = <T>(say: (language: Language) => T): { da: T; en: T } => ({ da: say('da'), en: say('en') });

/** Where the child stands and why, in words; null when no result stands. */
export function levelView({ judgement, results }: ChildRecord['adbb']): z.infer<typeof LevelViewSchema> | null {
  if (!judgement) return null;
  const { level, late, window, overdueAt, days, basis, first } = judgement;
  return {
    level,
    words: levelWords[level],
    late,
    window: window && { from: window.from, to: window.to },
    overdueAt,
    days,
    resultId: basis,
    firstResultId: first,
    explanation: inBoth((language) => explainLevel(judgement, results, language)),
  };
}

/** One version of one result: what it means in words, then the numbers, with the name of each item beside its value. */
export function resultView(result: AdbbResult, judgement: Judgement | null): z.infer<typeof ResultViewSchema> {
  const { traceparent, days: _, ...told } = result;
  return {
    explanation: inBoth((language) => explainResult(result, judgement, language)),
    ...told,
    items: adbbItems.map((item, nth) => ({ ...item, value: result.items[nth] ?? 0 })),
    standing: result.state === 'standing',
    interim: judgement?.interim.includes(result.resultId) ?? false,
    traceId: traceIdOf(traceparent),
  };
}
