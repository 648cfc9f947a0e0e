import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { log } from '#observability/log.js';
import { gauge } from '#observability/metrics.js';
import type { Broker } from './broker/broker.js';
import type { DayPartitions } from './database/day-partitions.js';
import type { Outbox } from './outbox/outbox.js';
import type { Relay } from './outbox/relay.js';
import type { StoppedMessages } from './stopped/stopped-messages.js';

/** Starts publishing with the application and ends it after the consumers have ended. What is not sent by then is sent after the next start. */
export class MessagingLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly endGauges: (() => void)[] = [];

  constructor(
    private readonly relay: Relay,
    private readonly partitions: DayPartitions,
    private readonly outbox: Outbox,
    private readonly stoppedMessages: StoppedMessages,
    private readonly broker: Pick<Broker, 'reachable'>,
    private readonly active: boolean,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.active) return;
    await this.partitions.start();
    this.relay.start();
    this.endGauges.push(
      gauge('hub.outbox.unsent', () => this.outbox.health().unsent),
      gauge('hub.outbox.oldest.age', () => this.outbox.health().oldestAgeSeconds),
      gauge('hub.broker.up', async () => ((await this.broker.reachable()) ? 1 : 0)),
      gauge('hub.messages.stopped', () => this.stopped()),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    for (const end of this.endGauges) end();
    await this.relay.stop();
    await this.partitions.stop();
  }

  /** A scrape while the database is away shows no number rather than a wrong one. */
  private async stopped(): Promise<{ value: number; attributes: Record<string, string> }[]> {
    try {
      const { parkedChildren, deadLetters } = await this.stoppedMessages.summary(null);
      return [
        { value: parkedChildren, attributes: { 'hub.state': 'parked' } },
        ...Object.entries(deadLetters).map(([state, value]) => ({ value, attributes: { 'hub.state': state } })),
      ];
    } catch (error) {
      log.warn('Stopped messages could not be counted', {}, error);
      return [];
    }
  }
}
