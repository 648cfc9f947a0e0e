import type { AgeLimits } from './kl/rules/adbb-rules.js';

/** R3, in both forms of an ADBB result. 56 days and not two months: the regular first visit is often held at eight weeks. */
export const adbbAges: AgeLimits = { minDays: 56, maxCompletedMonths: 24 };
