import { addressesOf } from '../gaps/service-addresses.js';
import type { OperationsConfig } from '../operations.config.js';

/** The services of the hub, in the order in which an entry comes to them; each has doors for its stopped messages. */
export const deskServices = [
  'novax-adapter',
  'screening',
  'consent',
  'parent-portal',
  'notifications',
  'operations',
] as const;
export type DeskService = (typeof deskServices)[number];

/** Where the services answer, as far as operations were told; operations itself is asked like any other. */
export function deskAddresses(config: OperationsConfig): ReadonlyMap<DeskService, string> {
  const own = config.OPERATIONS_DOORS_URL;
  return new Map<DeskService, string>([...addressesOf(config), ...(own ? [['operations', own] as const] : [])]);
}
