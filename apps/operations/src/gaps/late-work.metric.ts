import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { log } from '#observability/log.js';
import { gauge } from '#observability/metrics.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { LateWorkStore } from './late-work.store.js';
import { watchedServices, watchedWork } from './watched-work.js';

interface LateOrNot {
  /** 1: late. */
  value: number;
  attributes: { 'hub.work.service': string; 'hub.work.kind': string };
}

/** Each kind of work that is watched, and whether it is late, when somebody asks for the metrics. */
@Injectable()
export class LateWorkMetric implements OnApplicationBootstrap, OnApplicationShutdown {
  private endGauge: (() => void) | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lateWork: LateWorkStore,
  ) {}

  onApplicationBootstrap(): void {
    this.endGauge = gauge('hub.work.late', () => this.look());
  }

  onApplicationShutdown(): void {
    this.endGauge?.();
  }

  /** A scrape while the database is away shows no number rather than a wrong one. */
  async look(): Promise<LateOrNot[]> {
    try {
      const late = await this.unitOfWork.read((tx) => this.lateWork.list(tx, { state: 'open', limit: 1000 }));
      const isLate = new Set(late.map(({ service, kind }) => `${service} ${kind}`));
      return watchedWork.flatMap(({ service: one, kind }) => {
        const services: readonly string[] = one === null ? watchedServices : [one];
        return services.map((service) => ({
          value: isLate.has(`${service} ${kind}`) ? 1 : 0,
          attributes: { 'hub.work.service': service, 'hub.work.kind': kind },
        }));
      });
    } catch (error) {
      log.warn('Late work could not be counted', {}, error);
      return [];
    }
  }
}
