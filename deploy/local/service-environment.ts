import type { HubOptions } from './hub-options.js';
import type { ServiceName } from './service-name.js';
import { services, type Surroundings } from './services.js';

/** Few arenas of the C library: six services share a small machine. */
const FRUGAL_ENV = { MALLOC_ARENA_MAX: '2' };

/** The whole environment of one service's process; nothing of ours leaks into it unnamed. */
export function serviceEnvironment(name: ServiceName, around: Surroundings, options: HubOptions): NodeJS.ProcessEnv {
  const { urls } = around;
  const killAt = options.killAt?.[name];
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    ...FRUGAL_ENV,
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
    HUB_ENV: 'local',
    HUB_SERVICE: name,
    PORT: new URL(urls[name]).port,
    KAFKA_BROKERS: options.servers.brokers.join(','),
    TOPIC_PREFIX: options.topicPrefix ?? 'hub.',
    OIDC_ISSUER: `${urls['stand-ins']}/oidc`,
    CLIENT_KEY_FILE: around.files.clientKeyFile(name),
    NOVAX_ADAPTER_URL: urls['novax-adapter'],
    SCREENING_URL: urls.screening,
    CONSENT_URL: urls.consent,
    PARENT_PORTAL_URL: urls['parent-portal'],
    NOTIFICATIONS_URL: urls.notifications,
    OPERATIONS_URL: urls.operations,
    ...(process.env['OTLP_URL'] === undefined ? {} : { OTLP_URL: process.env['OTLP_URL'] }),
    ...(options.clock === undefined ? {} : { HUB_CLOCK: options.clock }),
    ...services[name].env(around),
    ...options.env,
    ...(killAt === undefined ? {} : { HUB_KILL_AT: killAt }),
  };
}
