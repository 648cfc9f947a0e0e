import type { INestApplication } from '@nestjs/common';
import type { BaseConfig } from './config.js';
import type { ServiceDefinition } from './service-definition.js';

export interface RunningService {
  app: INestApplication;
  /** Where it listens, for example `http://127.0.0.1:4102`. */
  url: string;
  close(): Promise<void>;
}

/** Starts a service and returns when it listens; tests use it with an environment of their own (`PORT: '0'` for a free port). */
export async function startService<Config extends BaseConfig>(
  definition: ServiceDefinition<Config>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RunningService> {
  definition.config.read(env);
  throw new Error('not yet');
}

/** The whole of a service's `main.ts`: starts it from the environment, ends it on SIGTERM and SIGINT, tells in one line why it cannot start. */
export async function createService<Config extends BaseConfig>(definition: ServiceDefinition<Config>): Promise<void> {
  await startService(definition, process.env);
}
