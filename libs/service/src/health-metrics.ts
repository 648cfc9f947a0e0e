import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConsumerHealth } from '#messaging/consumer-health.js';
import { gauge } from '#observability/metrics.js';
import { databaseAnswers } from './database-answers.js';

const TROUBLES = ['DEAD', 'STUCK', 'SILENT'];

/** What the health doors tell the platform, as metrics: alerts and dashboards see it too. */
@Injectable()
export class HealthMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private endGauges: (() => void)[] = [];

  constructor(
    private readonly consumers: ConsumerHealth,
    private readonly dataSource: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.endGauges = [
      gauge('hub.database.up', async () => ((await databaseAnswers(this.dataSource)) ? 1 : 0)),
      gauge('hub.consumer.trouble', () => {
        const { troubles } = this.consumers.state();
        return TROUBLES.map((each) => ({ value: troubles.includes(each) ? 1 : 0, attributes: { 'hub.state': each } }));
      }),
    ];
  }

  onApplicationShutdown(): void {
    for (const end of this.endGauges) end();
  }
}
