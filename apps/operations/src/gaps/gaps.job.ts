import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { jobRounds } from '#observability/job-rounds.js';
import { log } from '#observability/log.js';
import { FindGaps } from './find-gaps.js';

const everyMs = 1000;

/** Looks for gaps once a second. Several instances may look at once: a gap is marked under a row lock. */
@Injectable()
export class GapsJob implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly findGaps: FindGaps) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.look().finally(() => this.schedule());
    }, everyMs);
  }

  private async look(): Promise<void> {
    try {
      const found = await this.findGaps.run();
      jobRounds.succeeded('gaps');
      if (found > 0) log.warn('chains have stopped', { count: found });
    } catch (error) {
      log.error('gaps could not be looked for', { job: 'gaps' }, error);
    }
  }
}
