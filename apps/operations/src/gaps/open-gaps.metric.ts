import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { log } from '#observability/log.js';
import { gauge } from '#observability/metrics.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AwaitedReceiptsStore } from './awaited-receipts.store.js';

/** Chains that stopped and did not go on since, counted when somebody asks for the metrics. */
@Injectable()
export class OpenGapsMetric implements OnApplicationBootstrap, OnApplicationShutdown {
  private endGauge: (() => void) | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly receipts: AwaitedReceiptsStore,
  ) {}

  onApplicationBootstrap(): void {
    this.endGauge = gauge('hub.gaps.open', () => this.count());
  }

  onApplicationShutdown(): void {
    this.endGauge?.();
  }

  /** A scrape while the database is away shows no number rather than a wrong one. */
  private async count(): Promise<{ value: number; attributes: { 'hub.step': string } }[]> {
    try {
      const value = await this.unitOfWork.read((tx) => this.receipts.countGaps(tx));
      return [{ value, attributes: { 'hub.step': 'letter.delivered' } }];
    } catch (error) {
      log.warn('Open gaps could not be counted', {}, error);
      return [];
    }
  }
}
