import { type ConfigOf, defineConfig } from '#service/config.js';
import { z } from 'zod';

export const novaxAdapterConfig = defineConfig({
  /** JSON list of journal systems: clientId, municipality, sourceSystem, formats, observersCertified. */
  SENDERS_FILE: z.string(),
  /** The key vault's own database. */
  KEYS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** 32 bytes in base64: wraps the data keys. */
  MASTER_KEY_FILE: z.string(),
  /** While master keys are changed: another one, which opens what it wrapped and wraps nothing. */
  OTHER_MASTER_KEY_FILE: z.string().optional(),
  /** 32 bytes or more in base64, the same as consent's: hashes CPR numbers, so that a child is found without storing one. */
  CPR_HASH_KEY_FILE: z.string(),
  CONSENT_URL: z.url().default('http://127.0.0.1:4103'),
  /** Entries that share one transaction at most. */
  INTAKE_BATCH: z.coerce.number().int().min(1).max(1000).default(200),
  /** Entries that may wait for their transaction; more are answered 503. */
  INTAKE_WAITING: z.coerce.number().int().min(1).max(100_000).default(2000),
});
export type NovaxAdapterConfig = ConfigOf<typeof novaxAdapterConfig>;
