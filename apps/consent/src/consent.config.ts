import { z } from 'zod';
import { type ConfigOf, defineConfig } from '#service/config.js';

/** `K1=99999901,K2=99999902` as a map. */
const CvrByMunicipality = z
  .string()
  .regex(/^[A-Z0-9-]{1,16}=\d{8}(,[A-Z0-9-]{1,16}=\d{8})*$/)
  .transform((text) => new Map(text.split(',').map((pair) => pair.split('=') as [string, string])));

const sealKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

export const consentConfig = defineConfig({
  /** 32 bytes or more in base64, the same as the journal adapter's: the key of the hash (HMAC-SHA256) by which a child is found. */
  CPR_HASH_KEY_FILE: z.string(),
  /** Seals CPR numbers and names at rest: 32 bytes, in base64. */
  REGISTER_SEAL_KEY: sealKey,
  /** While that is changed: another one, which opens what it sealed and seals nothing. */
  OTHER_REGISTER_SEAL_KEY: sealKey.optional(),
  CUSTODY_REGISTER_URL: z.url().default('http://127.0.0.1:4100/custody-register/service/CPR/PersonBaseDataExtended/4'),
  /** One lookup; an answer about a child takes two in a row, and those who ask us wait two seconds. */
  CUSTODY_REGISTER_TIMEOUT_MS: z.coerce.number().int().min(50).max(30_000).default(800),
  /** The CVR number under which each municipality asks the register. */
  MUNICIPALITY_CVRS: CvrByMunicipality.default(
    new Map([
      ['K1', '99999901'],
      ['K2', '99999902'],
    ]),
  ),
  /** How long an answer of the register counts as new. */
  CUSTODY_FRESH_SECONDS: z.coerce.number().int().min(1).default(60),
  /** How long guardians may go on reading while the register does not answer. Nothing is shared on such an answer. */
  CUSTODY_GRACE_SECONDS: z.coerce.number().int().min(1).default(300),
  /** How often it is looked whether somebody turned 15 who is to be asked what guardians were asked before. */
  YOUNG_PEOPLE_POLL_MS: z.coerce.number().int().min(50).max(3_600_000).default(2_000),
  /** How often it is looked whether a part of the access log is older than it is kept. */
  ACCESS_LOG_RETENTION_POLL_MS: z.coerce.number().int().min(50).max(86_400_000).default(3_600_000),
});
export type ConsentConfig = ConfigOf<typeof consentConfig>;
