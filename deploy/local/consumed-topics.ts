import type { HubServiceName } from './hub-doors.js';

/**
 * The topics that each service reads, without prefix. Written down, because whoever would ask the services' own definitions has to load
 * them all; `service-environment.spec.ts` compares the two.
 */
export const consumedTopics: Readonly<Record<HubServiceName, readonly string[]>> = {
  consent: ['consent.v1'],
  'novax-adapter': ['consent.v1', 'rules.v1'],
  screening: ['consent.v1', 'journal.v1', 'letters.v1', 'portal.v1'],
  notifications: ['consent.v1', 'screening.v1'],
  'parent-portal': ['consent.v1'],
  operations: ['consent.v1', 'journal.v1', 'letters.v1', 'operations.v1', 'portal.v1', 'rules.v1', 'screening.v1'],
};
