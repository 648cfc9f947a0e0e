import { join } from 'node:path';
import type { HubFiles } from './hub-files.js';
import { projectRoot } from './project-root.js';
import type { ServiceName } from './service-name.js';

/** What is known about a hub when its processes are started. */
export interface Surroundings {
  urls: Record<ServiceName, string>;
  files: HubFiles;
  /** The address of a database, as its own role. */
  databaseUrl: (database: string) => string;
  brokers: string[];
  topicPrefix: string;
  /** Further keys for every service. */
  env: Record<string, string>;
}

interface HubService {
  /** Taken by `npm start` when it is free. */
  port: number;
  /** The configuration keys this service has beyond those of all. */
  env: (around: Surroundings) => Record<string, string>;
}

/** Each process and what it needs: the one page on which the wiring of the hub stands. */
export const services: Record<ServiceName, HubService> = {
  'stand-ins': {
    port: 4100,
    env: ({ files }) => ({
      STANDINS_CLIENTS_FILE: files.clientsFile,
      STANDINS_PEOPLE_FILE: join(projectRoot, 'deploy', 'local', 'people.json'),
    }),
  },
  'novax-adapter': {
    port: 4101,
    env: ({ files, databaseUrl }) => ({
      DATABASE_URL: databaseUrl('novax_adapter'),
      KEYS_DATABASE_URL: databaseUrl('novax_adapter_keys'),
      MASTER_KEY_FILE: files.masterKeyFile,
      CPR_HASH_KEY_FILE: files.cprHashKeyFile,
      SENDERS_FILE: files.sendersFile,
    }),
  },
  screening: {
    port: 4102,
    env: ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl('screening') }),
  },
  consent: {
    port: 4103,
    env: ({ files, databaseUrl, urls }) => ({
      DATABASE_URL: databaseUrl('consent'),
      CPR_HASH_KEY_FILE: files.cprHashKeyFile,
      REGISTER_SEAL_KEY: files.registerSealKey,
      CUSTODY_REGISTER_URL: `${urls['stand-ins']}/custody-register/service/CPR/PersonBaseDataExtended/4`,
    }),
  },
  'parent-portal': {
    port: 4104,
    env: ({ files, databaseUrl }) => ({
      DATABASE_URL: databaseUrl('parent_portal'),
      SESSION_SEAL_KEY: files.sessionSealKey,
    }),
  },
  notifications: {
    port: 4105,
    env: ({ files, databaseUrl, urls }) => ({
      DATABASE_URL: databaseUrl('notifications'),
      DIGITAL_POST_URL: `${urls['stand-ins']}/digital-post`,
      REPLY_SEAL_KEY: files.replySealKey,
    }),
  },
  operations: {
    port: 4106,
    env: ({ files, databaseUrl, urls }) => ({
      DATABASE_URL: databaseUrl('operations'),
      OPERATIONS_URL: urls.operations,
      COOKIE_KEY: files.cookieKey,
      TRACES_KEPT_HOURS: '24',
    }),
  },
};
