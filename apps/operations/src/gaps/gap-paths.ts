import { queryOf } from '../pages/query-of.js';
import type { FoundGap } from './gap.js';

/** Where the pages for gaps are. */
export const gapPaths = {
  list: (state: 'open' | 'closed'): string => `/gaps/page?${queryOf({ state })}`,
  one: ({ traceId, step, letterId }: Pick<FoundGap, 'traceId' | 'step'> & { letterId?: string | null | undefined }) =>
    `/gaps/one?${queryOf({ traceId, step, letterId })}`,
};
