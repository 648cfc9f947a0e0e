import type { ServiceName } from './service-name.js';
import { services, type Surroundings } from './services.js';

/** The configuration of one service; nothing of ours leaks into it unnamed. */
export function serviceEnvironment(name: ServiceName, around: Surroundings): Record<string, string> {
  const { urls } = around;
  return {
    HUB_ENV: 'local',
    HUB_SERVICE: name,
    PORT: new URL(urls[name]).port,
    KAFKA_BROKERS: around.brokers.join(','),
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
    TOPIC_PREFIX: around.topicPrefix,
    HOME_MUNICIPALITY: 'K1',
    // Nobody stands before the local services who would have to hear that one ends.
    GOODBYE_MS: '0',
    OIDC_ISSUER: `${urls['stand-ins']}/oidc`,
    CLIENT_KEY_FILE: around.files.clientKeyFile(name),
    NOVAX_ADAPTER_URL: urls['novax-adapter'],
    SCREENING_URL: urls.screening,
    CONSENT_URL: urls.consent,
    PARENT_PORTAL_URL: urls['parent-portal'],
    NOTIFICATIONS_URL: urls.notifications,
    OPERATIONS_URL: urls.operations,
    OPERATIONS_DOORS_URL: urls.operations,
    ...services[name].env(around),
    ...around.env,
  };
}
