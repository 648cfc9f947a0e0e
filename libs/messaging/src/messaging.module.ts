import { Module, type DynamicModule } from '@nestjs/common';
import { ConsumerHealth } from './consumer-health.js';
import { HubTransport } from './hub-transport.js';
import { defaultLimits, type MessagingConfig } from './messaging.config.js';
import { OutboxBacklog } from './outbox-backlog.js';
import { Outbox } from './outbox.js';

/** Outbox, relay, consumers, parking lot and dead letters of one service. Known everywhere in the service without importing it again. */
@Module({})
export class MessagingModule {
  static forService(config: MessagingConfig): DynamicModule {
    const limits = { ...defaultLimits, ...config.limits };
    const backlog = new OutboxBacklog(limits);
    const health = new ConsumerHealth();
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: Outbox, useValue: new Outbox(() => undefined, backlog) },
        { provide: ConsumerHealth, useValue: health },
        {
          provide: HubTransport,
          useValue: new HubTransport({ start: async () => undefined, stop: async () => undefined }),
        },
      ],
      exports: [Outbox, ConsumerHealth, HubTransport],
    };
  }
}
