import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { gauge } from '#observability/metrics.js';
import type { DayPartitions } from './day-partitions.js';
import type { Outbox } from './outbox.js';
import type { Relay } from './relay.js';

/** Starts publishing with the application and ends it after the consumers have ended. What is not sent by then is sent after the next start. */
export class MessagingLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly endGauges: (() => void)[] = [];

  constructor(
    private readonly relay: Relay,
    private readonly partitions: DayPartitions,
    private readonly outbox: Outbox,
    private readonly active: boolean,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.active) return;
    await this.partitions.start();
    this.relay.start();
    this.endGauges.push(
      gauge('hub.outbox.unsent', { description: 'Events that wait for the relay' }, () => this.outbox.health().unsent),
      gauge(
        'hub.outbox.oldest.age',
        { description: 'Age of the oldest waiting event', unit: 's' },
        () => this.outbox.health().oldestAgeSeconds,
      ),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    for (const end of this.endGauges) end();
    await this.relay.stop();
    await this.partitions.stop();
  }
}
