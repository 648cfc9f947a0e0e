import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { KafkajsBroker } from '#messaging/broker/kafkajs-broker.js';
import { connectHub } from '#messaging/connect-hub.js';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { MessagingModule } from '#messaging/messaging.module.js';
import { log } from '#observability/log.js';
import { createDataSource } from '#persistence/data-source.js';
import { Clock } from './clock.js';
import type { BaseConfig } from './config.js';
import { drain } from './drain.js';
import { listen } from './listen.js';
import { migrate } from './migrate.js';
import { openHttp } from './open-http.js';
import { OpenedResources } from './opened-resources.js';
import type { ServiceDefinition } from './service-definition.js';
import { ServiceModule } from './service.module.js';

export interface RunningService {
  app: NestExpressApplication;
  /** Where it listens, for example `http://127.0.0.1:4102`. */
  url: string;
  /** Stops taking requests, finishes those under way and the events in hand, and lets go of broker and database. */
  close(): Promise<void>;
}

/**
 * How long the doors stay closed for the consumers to start. A former self that was killed keeps its place in the group until its session
 * is over, and a broker may be away: neither is a reason to refuse requests.
 */
const DOORS_WAIT_MS = 1_000;

@Module({})
class RootModule {}

/**
 * Starts a service: database up to date, doors checked, listening, consumers running. Tests give an environment of their own
 * (`PORT: '0'` for a free port). Whatever was opened is closed again when the start fails.
 */
export async function startService<Config extends BaseConfig>(
  definition: ServiceDefinition<Config>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RunningService> {
  const config = definition.config.read(env);
  const { name } = definition;
  const opened = new OpenedResources();
  try {
    const dataSource = createDataSource({
      url: config.DATABASE_URL,
      migrations: [...messagingMigrations, ...definition.migrations],
      entities: definition.entities ?? [],
      applicationName: name,
      poolSize: config.DATABASE_POOL,
    });
    await dataSource.initialize();
    opened.add(() => dataSource.destroy());
    for (const migration of await migrate(dataSource, name)) log.info('Migrated the database', { migration });
    const broker = new KafkajsBroker({
      brokers: config.KAFKA_BROKERS,
      clientId: name,
      sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT_MS,
      topicLookMs: config.TOPIC_LOOK_MS,
    });
    opened.add(() => broker.close());
    const clock = new Clock(config.HUB_CLOCK ? Temporal.Instant.from(config.HUB_CLOCK) : undefined);
    const messaging = {
      service: name,
      consumes: definition.consumes,
      dataSource,
      broker,
      topicPrefix: config.TOPIC_PREFIX,
      limits: { crashAttempts: config.CRASH_ATTEMPTS, topicLookMs: config.TOPIC_LOOK_MS },
      now: () => clock.now().toString(),
      homeMunicipality: config.HOME_MUNICIPALITY,
    };
    const root = {
      module: RootModule,
      imports: [
        ServiceModule.for(name, config, { dataSource, clock }),
        MessagingModule.forService(messaging),
        definition.module,
      ],
    };
    const app = await NestFactory.create<NestExpressApplication>(root, {
      logger: false,
      bodyParser: false,
      abortOnError: false,
    });
    opened.add(() => app.close());
    openHttp(
      app,
      definition.edge ?? false,
      definition.sessions ? app.get(definition.sessions, { strict: false }) : null,
    );
    connectHub(app);
    await app.init();
    const consuming = app.startAllMicroservices();
    await Promise.race([consuming, pause(DOORS_WAIT_MS)]);
    const server = await listen(app, config.PORT, config.HOST);
    opened.add(() => drain(app, config.GOODBYE_MS));
    const { port } = server.address() as AddressInfo;
    log.info('Ready', { port });
    await consuming;
    return { app, url: `http://${config.HOST}:${port}`, close: () => opened.close() };
  } catch (error) {
    await opened.close().catch((closing: unknown) => log.warn('Closing after a failed start failed', {}, closing));
    throw error;
  }
}
