import { queryOf } from '../pages/query-of.js';
import type { DeskService } from './desk-addresses.js';
import type { ActChoice } from './message-act.js';

/** Where the pages for stopped messages are. */
export const stoppedPaths = {
  service: (service: DeskService): string => `/stopped/${service}`,
  letter: (service: DeskService, id: string): string => `/stopped/${service}/dead-letters/${id}`,
  parked: (service: DeskService, key: string): string => `/stopped/${service}/parked?${new URLSearchParams({ key })}`,
  setAside: (service: DeskService, key: string): string =>
    `/stopped/${service}/parked/set-aside?${new URLSearchParams({ key })}`,
  plan: (service: DeskService, choice: ActChoice): string => `/stopped/${service}/plan?${queryOf(choice)}`,
};
