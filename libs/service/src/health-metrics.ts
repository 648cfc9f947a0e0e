import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { ConsumerHealth } from '#messaging/handling/consumer-health.js';
import { gauge } from '#observability/metrics.js';
import { DatabaseAnswers } from './database-answers.js';

const TROUBLES = ['DEAD', 'STUCK', 'SILENT'];

/** What the health doors tell the platform, as metrics: alerts and dashboards see it too. */
@Injectable()
export class HealthMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private endGauges: (() => void)[] = [];

  constructor(
    private readonly consumers: ConsumerHealth,
    private readonly dataSource: DataSource,
    private readonly databaseAnswers: DatabaseAnswers,
  ) {}

  onApplicationBootstrap(): void {
    this.endGauges = [
      gauge('hub.database.up', async () => ((await this.databaseAnswers.silent()).length === 0 ? 1 : 0)),
      gauge('hub.database.sessions', () => poolStates(this.dataSource)),
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

/** TypeORM types its pool as anything; it is the one of `pg`. */
function poolStates(dataSource: DataSource): { value: number; attributes: { 'hub.state': string } }[] {
  const { totalCount, idleCount, waitingCount } = (dataSource.driver as PostgresDriver).master as Pool;
  const states = { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  return Object.entries(states).map(([state, value]) => ({ value, attributes: { 'hub.state': state } }));
}
