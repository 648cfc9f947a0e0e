import type { AgeLimits } from './rules/adbb-rules.js';

/** What judging a delivery needs to know beside the delivery itself. */
export interface ReadingContext {
  /** `YYYY-MM-DD` in Copenhagen. */
  readonly today: string;
  /** The moment of reading, UTC. */
  readonly now: string;
  readonly observersCertified: boolean;
  readonly ageLimits: AgeLimits;
}
