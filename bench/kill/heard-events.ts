import type { ServiceName } from '#local/service-name.js';
import { consentService } from '../../apps/consent/src/consent.service.js';
import { notificationsService } from '../../apps/notifications/src/notifications.service.js';
import { novaxAdapterService } from '../../apps/novax-adapter/src/novax-adapter.service.js';
import { operationsService } from '../../apps/operations/src/operations.service.js';
import { parentPortalService } from '../../apps/parent-portal/src/parent-portal.service.js';
import { screeningService } from '../../apps/screening/src/screening.service.js';

const definitions = [
  novaxAdapterService,
  screeningService,
  consentService,
  parentPortalService,
  notificationsService,
  operationsService,
];

/** The types of the events that a service says it consumes, such as `child.deleted.v1`. */
export function heardEvents(service: ServiceName): string[] {
  const definition = definitions.find(({ name }) => name === service);
  if (!definition) throw new Error(`Nobody knows what ${service} consumes`);
  return definition.consumes.map(({ type }) => type);
}
