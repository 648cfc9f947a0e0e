import { LRUCache } from 'lru-cache';
import { RefusalError } from '#contracts/refusal-error.js';

const MOST_KEYS = 50_000;

/**
 * So many in so long, by key, in real time. Kept in this process's memory: a brake on guessing, not an account. With several processes
 * each counts for itself, and a restart begins anew.
 */
export class RateLimit {
  private readonly counts = new LRUCache<string, { count: number; until: number }>({ max: MOST_KEYS });

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** Counts one more; refuses it with TOO_MANY_REQUESTS when there were too many. */
  take(key: string): void {
    this.demand(key);
    this.count(key);
  }

  count(key: string): void {
    const now = performance.now();
    const known = this.counts.get(key);
    if (known && known.until > now) known.count += 1;
    else this.counts.set(key, { count: 1, until: now + this.windowMs });
  }

  /** Takes one back that turned out not to count. */
  discount(key: string): void {
    const known = this.counts.get(key);
    if (known && known.count > 0) known.count -= 1;
  }

  /** Refuses when there were too many, and counts nothing. */
  demand(key: string): void {
    const now = performance.now();
    const known = this.counts.get(key);
    if (!known || known.until <= now || known.count < this.most) return;
    throw new RefusalError('TOO_MANY_REQUESTS', { retryAfterSeconds: Math.ceil((known.until - now) / 1000) });
  }
}
