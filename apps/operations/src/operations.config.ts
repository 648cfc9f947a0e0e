import { z } from 'zod';
import { type ConfigOf, defineConfig } from '#service/config.js';

export const operationsConfig = defineConfig({
  /** The address by which a browser reaches the pages; login comes back to it. */
  OPERATIONS_URL: z.url().default('http://127.0.0.1:4106'),
  /** Client id of the pages at the issuer: a public client with PKCE. */
  LOGIN_CLIENT_ID: z.string().default('hub-cli'),
  /** Seals the cookies of the pages: 32 bytes in base64. */
  COOKIE_KEY: z.string().min(43),
  /** How often the services are asked what waits in them. */
  WORK_POLL_MS: z.coerce.number().int().min(100).max(600_000).default(15_000),
  /** How long chains are kept after their last step, with what was awaited, stopped and refused in them. */
  CHAINS_KEPT_MONTHS: z.coerce.number().int().min(6).max(240).default(60),
  /** The same chain in the tracing tool, `{traceId}` standing for the trace: `http://localhost:16686/trace/{traceId}`. Without it: no link. */
  TRACE_URL_TEMPLATE: z
    .string()
    .regex(/^$|^https?:\/\/[^\s{}]+\{traceId\}[^\s{}]*$/)
    .optional(),
  /** Spans are received at `/v1/traces` and kept for so long, for a start without a tracing tool. Never in production. */
  TRACES_KEPT_HOURS: z.coerce.number().int().min(1).max(168).optional(),
  /** Where the services answer; one that is not named is not asked. `CONSENT_URL` is among the keys of all. */
  NOVAX_ADAPTER_URL: z.url().optional(),
  SCREENING_URL: z.url().optional(),
  NOTIFICATIONS_URL: z.url().optional(),
  PARENT_PORTAL_URL: z.url().optional(),
  /** Where the services, and this one too, reach the doors of operations: inside the network, unlike OPERATIONS_URL. */
  OPERATIONS_DOORS_URL: z.url().optional(),
});
export type OperationsConfig = ConfigOf<typeof operationsConfig>;
