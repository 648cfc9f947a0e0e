import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { log } from '#observability/log.js';
import { gauge } from '#observability/metrics.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AwaitedStepsStore } from './awaited-steps.store.js';
import { expectedSteps } from './expected-steps.js';

/** Chains that stopped and did not go on since, counted when somebody asks for the metrics. */
@Injectable()
export class OpenGapsMetric implements OnApplicationBootstrap, OnApplicationShutdown {
  private endGauge: (() => void) | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awaited: AwaitedStepsStore,
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
      const counted = await this.unitOfWork.read((tx) => this.awaited.countGaps(tx));
      const gapsOf = new Map(counted.map(({ step, gaps }) => [step, gaps]));
      return expectedSteps.map(({ step }) => ({ value: gapsOf.get(step) ?? 0, attributes: { 'hub.step': step } }));
    } catch (error) {
      log.warn('Open gaps could not be counted', {}, error);
      return [];
    }
  }
}
