import { z } from 'zod';
import { MunicipalitySchema } from '#contracts/ids.js';
import { nearMiss } from './near-miss.js';

const HUB_KEYS_OF_THE_RUNTIME = ['HUB_KILL_AT', 'HUB_LOG', 'HUB_SERVICE', 'HUB_SERVERS'];

/** The keys that every service reads, each with its local default beside it. */
const baseShape = {
  /** Where nobody says so, what only local use allows (a settable clock, plain HTTP for logins) stays shut. */
  HUB_ENV: z.enum(['local', 'test', 'production']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(10),
  KAFKA_BROKERS: z.string().transform((text) => text.split(',').map((broker) => broker.trim())),
  TOPIC_PREFIX: z.string().default('hub.'),
  /** After this long without a sign of life a consumer counts as dead. Brokers refuse less than 6 s unless `group.min.session.timeout.ms` says so. */
  KAFKA_SESSION_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(300_000).default(10_000),
  /** After this long at the latest services go by the number of partitions that a topic has been given. */
  TOPIC_LOOK_MS: z.coerce.number().int().min(100).max(300_000).default(30_000),
  /** Times that an event may be in hand while the process dies before it is set aside as a dead letter. */
  CRASH_ATTEMPTS: z.coerce.number().int().min(1).max(100).default(10),
  /** For so long a service that ends goes on answering whoever keeps a connection, and tells each that it ends. */
  GOODBYE_MS: z.coerce.number().int().min(0).max(4_000).default(2_000),
  /** The municipality that runs the hub: its operators see events that name none, because nobody could read them. Without it nobody sees those. */
  HOME_MUNICIPALITY: MunicipalitySchema.optional(),
  OIDC_ISSUER: z.url(),
  HUB_AUDIENCE: z.string().default('trivselshub'),
  /** Private JWK of this service as an OAuth client; its client id is the service's name. */
  CLIENT_KEY_FILE: z.string(),
  /** Base address of an OTLP/HTTP receiver. */
  OTLP_URL: z.url().optional(),
  /** Where the settable clock starts; it ticks on from there. */
  HUB_CLOCK: z.iso.datetime().optional(),
  CONSENT_URL: z.url().optional(),
} satisfies z.ZodRawShape;

export type BaseConfig = z.infer<z.ZodObject<typeof baseShape>>;

/** A service's configuration: how it is read and what its type is. */
export interface ConfigDefinition<Config extends BaseConfig = BaseConfig> {
  /** Reads the environment once; throws ConfigError that names every wrong, missing and unknown key. */
  read(env: Readonly<Record<string, string | undefined>>): Config;
}

/** The type a definition reads: `type ScreeningConfig = ConfigOf<typeof screeningConfig>`. */
export type ConfigOf<Definition> = Definition extends ConfigDefinition<infer Config> ? Config : never;

/** The configuration stops the start; the message is one line a person can act on and carries no values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The base keys and the service's own, each with its local default beside it. Keys are the names of environment variables. */
export function defineConfig<Shape extends z.ZodRawShape>(
  ownShape: Shape,
): ConfigDefinition<BaseConfig & z.infer<z.ZodObject<Shape>>> {
  const schema = z.object({ ...baseShape, ...ownShape });
  return {
    read(env) {
      const faults = unknownKeys(Object.keys(env), Object.keys(schema.shape));
      const parsed = schema.safeParse(env);
      for (const { path, message, code } of parsed.error?.issues ?? []) {
        const key = path.join('.');
        faults.push(env[key] === undefined ? `${key} is missing` : `${key} is wrong (${code}: ${message})`);
      }
      if (!parsed.success || faults.length > 0) throw new ConfigError(`Configuration: ${faults.join('; ')}`);
      const config = parsed.data as BaseConfig & z.infer<z.ZodObject<Shape>>;
      if (config.HUB_ENV === 'production' && config.HUB_CLOCK) {
        throw new ConfigError('Configuration: HUB_CLOCK is refused in production');
      }
      Object.freeze(config);
      return config;
    },
  };
}

/** The environment holds the machine's own keys too: only ours, and those that must be ours misspelt, are told. */
function unknownKeys(keys: readonly string[], known: readonly string[]): string[] {
  return keys.flatMap((key) => {
    if (known.includes(key) || HUB_KEYS_OF_THE_RUNTIME.includes(key)) return [];
    const meant = nearMiss(key, known);
    if (meant !== null) return [`${key} is not a known key (${meant}?)`];
    return key.startsWith('HUB_') ? [`${key} is not a known key`] : [];
  });
}
