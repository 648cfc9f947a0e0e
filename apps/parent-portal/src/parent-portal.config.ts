import { z } from 'zod';
import { type ConfigOf, defineConfig } from '#service/config.js';

export const parentPortalConfig = defineConfig({
  CONSENT_URL: z.url().default('http://127.0.0.1:4103'),
  SCREENING_URL: z.url().default('http://127.0.0.1:4102'),
  NOTIFICATIONS_URL: z.url().default('http://127.0.0.1:4105'),
  /** How long what the login broker told about a token is remembered. Custody is asked for every time. */
  LOGIN_CACHE_SECONDS: z.coerce.number().int().min(0).max(300).default(30),
});
export type ParentPortalConfig = ConfigOf<typeof parentPortalConfig>;
