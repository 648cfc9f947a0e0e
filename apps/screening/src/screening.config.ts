import { z } from 'zod';
import { type ConfigOf, defineConfig } from '#service/config.js';

export const screeningConfig = defineConfig({
  /** Where children, custody and access are asked about. */
  CONSENT_URL: z.url().default('http://127.0.0.1:4103'),
  /** How often it is looked whether a repeat has become overdue. */
  OVERDUE_POLL_MS: z.coerce.number().int().min(50).max(60_000).default(1000),
  /**
   * How long the first look waits after a start: entries that came in while the service was down are taken in before it is
   * said that a repeat never came.
   */
  OVERDUE_FIRST_LOOK_MS: z.coerce.number().int().min(0).max(600_000).default(3000),
});
export type ScreeningConfig = ConfigOf<typeof screeningConfig>;
