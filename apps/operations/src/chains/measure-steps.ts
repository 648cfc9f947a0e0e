import type { Temporal } from 'temporal-polyfill';
import { histogram } from '#observability/metrics.js';
import type { ChainStep } from './chain-step.js';

const delay = histogram('hub.chain.step.delay');

/** How long ago each step happened when it was kept. A clock that is ahead of ours makes no negative time. */
export function measureSteps(steps: readonly ChainStep[], now: Temporal.Instant): void {
  for (const { name, occurredAt } of steps) {
    delay.record(Math.max(0, (now.epochMilliseconds - Date.parse(occurredAt)) / 1000), { 'hub.step': name });
  }
}
