import { z } from 'zod';
import { expectedSteps } from './expected-steps.js';

/** Which gaps of a chain: all before a step, or that of one letter. Empty fields of a form count as not given. */
export const GapChoiceSchema = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  step: z.enum(expectedSteps.map(({ step }) => step)),
  letterId: z.preprocess((value) => (value === '' ? undefined : value), z.uuid().optional()),
});
export type GapChoice = z.infer<typeof GapChoiceSchema>;
