import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { defineConfig, type ConfigOf } from '#service/config.js';
import { SendersSchema } from './sending/senders.schema.js';

const pauses = (text: string) => z.string().default(text).transform(toDurations);
const milliseconds = (value: number) => z.coerce.number().int().min(50).max(600_000).default(value);
const key = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in Base64');

export const notificationsConfig = defineConfig({
  CONSENT_URL: z.url().default('http://127.0.0.1:4103'),
  /** Base address of the letter channel. */
  DIGITAL_POST_URL: z.url().default('http://127.0.0.1:4100/digital-post'),
  /** SAML token of our system at the service platform, exchanged for access tokens. Secret. */
  DIGITAL_POST_SAML_TOKEN: z.string().min(1).default('local-system'),
  /** How long the channel may take to answer before the answer counts as lost. */
  DIGITAL_POST_TIMEOUT_MS: milliseconds(10_000),
  /** Address that letters point at. */
  PORTAL_URL: z
    .url({ protocol: /^https$/ })
    .max(256)
    .default('https://foraeldreportal.example'),
  /** Whether the door for replies is connected at the channel; only then do letters take replies. */
  REPLIES_CONNECTED: z.stringbool().default(true),
  /** Master key of kept replies: 32 bytes in Base64. Secret. */
  REPLY_SEAL_KEY: key,
  /** While that is changed: another one, which opens what it sealed and seals nothing. Secret. */
  OTHER_REPLY_SEAL_KEY: key.optional(),
  /** JSON: municipality code to CVR number, name and subjects. */
  SENDERS: z
    .string()
    .transform(toSenders)
    .default({
      K1: { cvr: '99999901', name: 'Kommune Et' },
      K2: { cvr: '99999902', name: 'Kommune To' },
    }),
  /** ISO 8601 durations by the domain clock, with commas between. One try more than there are pauses. */
  RETRY_PAUSES: pauses('PT1M,PT5M,PT15M,PT1H'),
  QUESTION_PAUSES: pauses('PT15S,PT1M,PT5M,PT15M,PT1H'),
  RECEIPT_PAUSES: pauses('PT1H,PT3H,PT8H,PT13H,PT24H,PT72H'),
  POSTPONE_PAUSES: pauses('PT15S,PT1M,PT5M,PT15M'),
  /** ISO 8601 duration after a try, until the channel's word that it does not know the message counts. */
  NOT_KNOWN_SETTLES: z.string().default('PT5M').transform(toDuration),
  /** How often the job looks for letters, in real time; a new order wakes it at once. */
  SENDING_POLL_MS: milliseconds(1_000),
  SENDING_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(8),
});
export type NotificationsConfig = ConfigOf<typeof notificationsConfig>;

function toDurations(text: string, context: z.RefinementCtx): Temporal.Duration[] {
  return text.split(',').map((part) => toDuration(part, context));
}

function toDuration(text: string, context: z.RefinementCtx): Temporal.Duration {
  try {
    // A day is 24 hours here: pauses are measured on a line of instants.
    return Temporal.Duration.from(text.trim()).round({ largestUnit: 'hours' });
  } catch {
    context.addIssue({ code: 'custom', message: 'ISO 8601 duration, or several with commas between' });
    return z.NEVER;
  }
}

function toSenders(text: string, context: z.RefinementCtx): z.infer<typeof SendersSchema> {
  try {
    return SendersSchema.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'JSON of municipality codes with cvr and name' });
    return z.NEVER;
  }
}
