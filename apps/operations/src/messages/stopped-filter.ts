import { z } from 'zod';
import { CriteriaSchema } from './message-act.js';

export const letterStates = ['open', 'queued', 'replayed', 'discarded'] as const;

/** What the lists of a service are narrowed down to, as the page's address carries it. */
export const StoppedFilterSchema = CriteriaSchema.extend({
  state: z.preprocess((value) => (value === '' ? undefined : value), z.enum(letterStates).default('open')),
  parkedAfter: z.string().max(128).optional(),
  after: z.string().regex(/^\d+$/).optional(),
});
export type StoppedFilter = z.infer<typeof StoppedFilterSchema>;
