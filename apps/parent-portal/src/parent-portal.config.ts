import { z } from 'zod';
import { type ConfigOf, defineConfig } from '#service/config.js';
import { claimMaps, type BrokerName } from './login/claim-maps.js';

/** `K1=Kommune Et,K2=Kommune To` as a map. */
const NamesByMunicipality = z
  .string()
  .regex(/^[A-Z0-9-]{1,16}=[^=,]+(,[A-Z0-9-]{1,16}=[^=,]+)*$/)
  .transform((text) => new Map(text.split(',').map((pair) => pair.split('=') as [string, string])));

const count = (standard: number) => z.coerce.number().int().min(1).max(1_000_000).default(standard);

export const parentPortalConfig = defineConfig({
  CONSENT_URL: z.url().default('http://127.0.0.1:4103'),
  SCREENING_URL: z.url().default('http://127.0.0.1:4102'),
  NOTIFICATIONS_URL: z.url().default('http://127.0.0.1:4105'),
  /** The address by which a browser reaches the pages; the login comes back to it. */
  PARENT_PORTAL_URL: z.url().default('http://127.0.0.1:4104'),
  /** Client id of the pages at the issuer, whose key is CLIENT_KEY_FILE. */
  LOGIN_CLIENT_ID: z.string().default('parent-portal'),
  /** Whose words the claims of a login are in. */
  LOGIN_BROKER: z.enum(Object.keys(claimMaps) as [BrokerName, ...BrokerName[]]).default('nets_eid'),
  /** How long what the login broker told about a token is remembered. Custody is asked for every time. */
  LOGIN_CACHE_SECONDS: z.coerce.number().int().min(0).max(300).default(30),
  /** Seals what a session keeps of a person: 32 bytes in Base64. Secret. */
  SESSION_SEAL_KEY: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in Base64'),
  /** What each municipality is called in the head of a page. */
  MUNICIPALITY_NAMES: NamesByMunicipality.default(
    new Map([
      ['K1', 'Kommune Et'],
      ['K2', 'Kommune To'],
    ]),
  ),
  /** What municipalities say on the pages, as JSON (`municipality/municipality-texts.schema.ts`). Without it: `standard-texts.ts`. */
  PORTAL_TEXTS_FILE: z.string().optional(),
  /** Logins begun from one address in a minute. */
  LOGINS_PER_MINUTE: count(60),
  /** Things that are not there or not theirs, asked for in five minutes: by one session, and from one address. */
  GUESSES_PER_SESSION: count(20),
  GUESSES_PER_ADDRESS: count(200),
  /** Questions about children that one person without custody may send in an hour. */
  QUESTIONS_PER_HOUR: count(10),
  /** How many proxies stand before the service and write X-Forwarded-For; 0: nobody's word is taken for an address. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
});
export type ParentPortalConfig = ConfigOf<typeof parentPortalConfig>;
