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
  /** Kill points (`name` or `name@3`, several with commas between) by service. */
  killAt?: Partial<Record<ServiceName, string>>;
  /** Services whose address is that of a front before them; they listen at ports of their own. */
  behind?: Partial<Record<ServiceName, { url: string; port: number }>>;
  /** What the services are started from at first; default: the present build. */
  program?: Program;
  /** Take the ports of README's addresses where they are free. */
  wellKnownPorts?: boolean;
  /** Services report their spans to operations, which shows them, unless the environment names another receiver in OTLP_URL. */
  keepTraces?: boolean;
  say?: (line: string) => void;
  /** Called when a process ended that nobody stopped. */
  onEnded?: (service: ServiceName, outcome: number | string) => void;
}

/** Another build than the present one. */
export interface Program {
  /** The folder with its `dist` and `node_modules`. */
  root: string;
  /** What is started under `root`; default: each service's own `main.js`. */
  main?: string;
  /** Keys that it is given beside those of the service. */
  env?: Record<string, string>;
}

export interface RestartOptions {
  /** Kill points (`name` or `name@3`, several with commas between). */
  killAt?: string;
  /** Where the service's clock starts, ISO instant. */
  clock?: string;
  /** Keys that it is given beside those it has, or instead of them, as after a change of its configuration. */
  env?: Record<string, string>;
  /** Default: what the hub was started from. */
  program?: Program;
}

/** One more process of a service that runs already. */
export interface BesideInstance {
  readonly url: string;
  readonly pid: number;
  /** Ends it in good order. */
  stop(): Promise<unknown>;
  /** kill -9. */
  kill(): Promise<unknown>;
}

/** A running hub: the stand-ins and the services, each a process of its own. */
export interface Hub {
  urls: Record<ServiceName, string>;
  /** Ends the processes in good order. */
  stop(): Promise<void>;
  /** kill -9 of one service. */
  kill(service: ServiceName): Promise<void>;
  /** Starts a service that is down (or ends it first) and resolves when it is ready. */
  restart(service: ServiceName, options?: RestartOptions): Promise<void>;
  /** Starts one more process of a running service, on a port of its own, and resolves when it is ready. */
  startBeside(service: ServiceName, options?: Pick<RestartOptions, 'program'>): Promise<BesideInstance>;
  /** From now on an instance beside is the service's process; answers the one before, which still runs. */
  succeed(service: ServiceName, instance: BesideInstance): BesideInstance;
  /** Resolves with exit code or signal when the service's present process is gone. */
  ended(service: ServiceName): Promise<number | string>;
  pid(service: ServiceName): number;
  /** Where everything the service prints goes, over restarts. */
  logFile(service: ServiceName): string;
  /** What the service has printed so far. */
  logs(service: ServiceName): Promise<string>;
  /** An access token for a registered client (a journal system, a service, a channel). */
  tokenFor(clientId: string): Promise<string>;
}
