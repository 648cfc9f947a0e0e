import { z } from 'zod';
import { type ConfigOf, defineConfig } from '#service/config.js';

export const operationsConfig = defineConfig({
  /** The address by which a browser reaches the pages; login comes back to it. */
  OPERATIONS_URL: z.url().default('http://127.0.0.1:4106'),
  /** Signs the login cookie: 32 bytes or more, in base64. */
  COOKIE_KEY: z.string().min(43),
});
export type OperationsConfig = ConfigOf<typeof operationsConfig>;
