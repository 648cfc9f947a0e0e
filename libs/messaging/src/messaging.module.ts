import { Module, type DynamicModule } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { ActLog } from './stopped/act-log.js';
import { AttemptsStore } from './handling/attempts.store.js';
import { ConsumerHealth } from './handling/consumer-health.js';
import { ConsumerProgress } from './handling/consumer-progress.js';
import { ConsumerRunner } from './handling/consumer-runner.js';
import { DayPartitions } from './database/day-partitions.js';
import { ForgottenKeys } from './deletion/forgotten-keys.js';
import { HubTransport } from './handling/hub-transport.js';
import { defaultLimits, type MessagingConfig, type MessagingLimits } from './messaging.config.js';
import { MessageDesk } from './stopped/message-desk.js';
import { MessagesController } from './stopped/messages.controller.js';
import { MessagingLifecycle } from './messaging-lifecycle.js';
import { OutboxBacklog } from './outbox/outbox-backlog.js';
import { OutboxSignal } from './outbox/outbox-signal.js';
import { Outbox } from './outbox/outbox.js';
import { Relay } from './outbox/relay.js';
import { SetAside } from './stopped/set-aside.js';
import { StoppedMessages } from './stopped/stopped-messages.js';

/** Outbox, relay, consumers, parking lot and dead letters of one service. Known everywhere in the service without importing it again. */
@Module({ controllers: [MessagesController] })
export class MessagingModule {
  static forService(config: MessagingConfig): DynamicModule {
    const { service, dataSource, broker, topicPrefix } = config;
    const limits = { ...defaultLimits, ...ofPool(dataSource), ...config.limits };
    const backlog = new OutboxBacklog(limits);
    const signal = new OutboxSignal(dataSource);
    const outbox = new Outbox(() => signal.appended(), backlog);
    const relay = new Relay({ service, dataSource, broker, topicPrefix, limits, signal, backlog });
    const runner = new ConsumerRunner(config, limits, outbox);
    const acts = new ActLog(runner.consumer);
    const atDesk = {
      service,
      consumer: runner.consumer,
      now: config.now ?? (() => new Date().toISOString()),
      unitOfWork: new UnitOfWork(dataSource),
      outbox,
      acts,
      homeMunicipality: config.homeMunicipality ?? null,
      wake: () => runner.call(),
    };
    const stoppedMessages = new StoppedMessages(atDesk.unitOfWork, atDesk.homeMunicipality);
    const setAside = new SetAside({ ...atDesk, attempts: new AttemptsStore(runner.consumer, dataSource) });
    const health = new ConsumerHealth();
    health.watch(() => runner.state());
    const lifecycle = new MessagingLifecycle(
      relay,
      new DayPartitions(dataSource, limits),
      outbox,
      stoppedMessages,
      broker,
      config.active ?? true,
    );
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: Outbox, useValue: outbox },
        { provide: ConsumerHealth, useValue: health },
        { provide: ForgottenKeys, useValue: new ForgottenKeys() },
        { provide: ConsumerProgress, useValue: new ConsumerProgress(broker, topicPrefix) },
        { provide: HubTransport, useFactory: () => new HubTransport(runner) },
        { provide: StoppedMessages, useValue: stoppedMessages },
        { provide: MessageDesk, useValue: new MessageDesk(atDesk) },
        { provide: SetAside, useValue: setAside },
        { provide: ActLog, useValue: acts },
        { provide: MessagingLifecycle, useValue: lifecycle },
      ],
      exports: [ActLog, Outbox, ConsumerHealth, ConsumerProgress, ForgottenKeys, HubTransport],
    };
  }
}

/** Handlers may have this much of the pool, so that neighbours who hang do not close the service's own doors. */
const SHARE_OF_HANDLERS = 0.6;

function ofPool({ options }: DataSource): Partial<MessagingLimits> {
  const size = options.type === 'postgres' ? options.poolSize : undefined;
  return size === undefined ? {} : { mostTransactions: Math.max(1, Math.floor(size * SHARE_OF_HANDLERS)) };
}
