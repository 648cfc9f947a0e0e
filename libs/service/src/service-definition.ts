import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import type { EventContract } from '#contracts/event-contract.js';
import type { SessionReader } from '#security/session-reader.js';
import type { BaseConfig, ConfigDefinition } from './config.js';

/** What makes one service different from another; everything else is the same start for all. */
export interface ServiceDefinition<Config extends BaseConfig = BaseConfig> {
  /** The service's name: its folder, its OAuth client id, its consumer group and its `service.name`. */
  name: string;
  config: ConfigDefinition<Config>;
  /** The module that lists every controller, consumer, job and store. */
  module: Type;
  /** The service's own migrations; those of the outbox and the inbox come with the service library. */
  migrations: readonly (new () => MigrationInterface)[];
  /** The rows it reads and writes singly (`*.row.ts`). */
  entities?: readonly (new (...args: any[]) => object)[];
  /** True where callers from outside come in: their `traceparent` is only linked, and every request starts a trace of its own. */
  edge?: boolean;
  /** Where it has pages: who reads the session of a browser. A provider of `module`. */
  sessions?: Type<SessionReader>;
  /** The events it hears; each needs a handler in a `.consumer.ts`. */
  consumes: readonly EventContract<any>[];
}
