import type { ServiceName } from './service-name.js';
import type { Servers } from './servers.js';

export interface HubOptions {
  servers: Servers;
  /** Keys and logs go here. */
  dir: string;
  /** Where the services' clock starts; it ticks on. Default: now. */
  clock?: string;
  /** Default `hub.`; another prefix makes another hub on the same servers, with databases of its own. */
  topicPrefix?: string;
  /** Only these processes; the addresses of the others are there, but nobody listens. */
  only?: readonly ServiceName[];
  /** Further keys for every service. */
  env?: Record<string, string>;
  /** Kill points (`name` or `name@3`) by service. */
  killAt?: Partial<Record<ServiceName, string>>;
  /** Take the ports of README's addresses where they are free. */
  wellKnownPorts?: boolean;
  say?: (line: string) => void;
  /** Called when a process ended that nobody stopped. */
  onEnded?: (service: ServiceName, outcome: number | string) => void;
}
