import type { AgeLimits } from './rules/adbb-rules.js';

/** What judging a delivery needs to know beside the delivery itself. */
export interface ReadingContext {
  /** `YYYY-MM-DD` in Copenhagen. */
  readonly today: string;
  /** The moment of reading, in milliseconds since 1970. */
  readonly now: number;
  readonly observersCertified: boolean;
  readonly ageLimits: AgeLimits;
}
