import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { log } from '#observability/log.js';
import { gauge } from '#observability/metrics.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { LetterStore } from './letter.store.js';

const OPEN = ['requested', 'submitting', 'unknown', 'in_doubt', 'submitted'];

/** Letters that are not at their end, counted when somebody asks for the metrics. */
@Injectable()
export class OpenLettersMetric implements OnApplicationBootstrap, OnApplicationShutdown {
  private endGauge: (() => void) | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: LetterStore,
  ) {}

  onApplicationBootstrap(): void {
    this.endGauge = gauge('hub.letters.open', () => this.count());
  }

  onApplicationShutdown(): void {
    this.endGauge?.();
  }

  /** A scrape while the database is away shows no number rather than a wrong one. */
  private async count(): Promise<{ value: number; attributes: { state: string } }[]> {
    try {
      const counted = await this.unitOfWork.read((tx) => this.letters.countOpen(tx));
      const numberIn = new Map(counted.map(({ state, letters }) => [state, letters]));
      return OPEN.map((state) => ({ value: numberIn.get(state) ?? 0, attributes: { state } }));
    } catch (error) {
      log.warn('Open letters could not be counted', {}, error);
      return [];
    }
  }
}
