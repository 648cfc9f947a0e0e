import type { OutboxHealth } from './outbox-health.js';
import type { MessagingLimits } from '../messaging.config.js';

/** The number and the age of the rows that wait, looked up now and then and remembered in between. */
export class OutboxBacklog {
  private unsent = 0;
  private oldestAgeSeconds = 0;

  constructor(private readonly limits: Pick<MessagingLimits, 'maxUnsent' | 'maxUnsentAgeSeconds'>) {}

  saw(unsent: number, oldestAgeSeconds: number): void {
    this.unsent = unsent;
    this.oldestAgeSeconds = oldestAgeSeconds;
  }

  health(): OutboxHealth {
    const { unsent, oldestAgeSeconds } = this;
    return {
      unsent,
      oldestAgeSeconds,
      accepting: unsent < this.limits.maxUnsent && oldestAgeSeconds < this.limits.maxUnsentAgeSeconds,
    };
  }
}
