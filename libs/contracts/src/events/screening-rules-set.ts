import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { MunicipalitySchema } from '../ids.js';

export const ScreeningRulesSetV1Schema = z.object({
  municipality: MunicipalitySchema,
  /** Of the municipality's rule set; the highest one counts. */
  version: z.int().min(1),
  /** Ages at which ADBB is used (R3), both included. */
  minAgeDays: z.int().min(0),
  maxAgeMonths: z.int().min(1),
});
export type ScreeningRulesSetV1 = z.infer<typeof ScreeningRulesSetV1Schema>;

/** A municipality has set its next version of the rules: what of them is judged where reports come in. On a topic of its own, because few hear it. */
export const screeningRulesSetV1 = defineEvent({
  name: 'screening.rules.set',
  version: 1,
  topic: 'rules.v1',
  owner: 'screening',
  summary: 'A municipality has set its next version of the rules: the ages at which ADBB is used (R3).',
  schema: ScreeningRulesSetV1Schema,
  example: { municipality: 'K1', version: 2, minAgeDays: 49, maxAgeMonths: 30 },
});
