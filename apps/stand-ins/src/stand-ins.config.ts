import { z } from 'zod';

/** The stand-ins read the hub's environment, but know neither database nor broker. */
export const StandInsConfigSchema = z.object({
  HUB_ENV: z.enum(['local', 'test']).default('local'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65535).default(4100),
  /** Where the settable clock starts. */
  HUB_CLOCK: z.iso.datetime().optional(),
  OIDC_ISSUER: z.url(),
  HUB_AUDIENCE: z.string().default('trivselshub'),
  /** JSON list of OAuth clients with their public keys. */
  STANDINS_CLIENTS_FILE: z.string(),
  /** JSON with staff, citizens and families. */
  STANDINS_PEOPLE_FILE: z.string(),
  /** Folder with the private keys of the channels that push to the hub; the file is named like the client. */
  CLIENT_KEY_FILE: z.string(),
  CONSENT_URL: z.url(),
  NOTIFICATIONS_URL: z.url(),
});
export type StandInsConfig = z.infer<typeof StandInsConfigSchema>;
