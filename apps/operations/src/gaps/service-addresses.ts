import type { OperationsConfig } from '../operations.config.js';
import type { WatchedService } from './watched-work.js';

/** Where the services answer, as far as operations were told. */
export function addressesOf(config: OperationsConfig): Map<WatchedService, string> {
  const told: readonly [WatchedService, string | undefined][] = [
    ['novax-adapter', config.NOVAX_ADAPTER_URL],
    ['screening', config.SCREENING_URL],
    ['consent', config.CONSENT_URL],
    ['notifications', config.NOTIFICATIONS_URL],
    ['parent-portal', config.PARENT_PORTAL_URL],
  ];
  return new Map(told.flatMap(([service, url]) => (url === undefined ? [] : [[service, url] as const])));
}
