import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { jobRounds } from '#observability/job-rounds.js';
import { log } from '#observability/log.js';
import { TraceKeeping } from './trace-keeping.js';

const EVERY_MS = 600_000;

/** Drops spans that were kept long enough. Several instances may do so at once. */
@Injectable()
export class ForgetOldSpansJob implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly keeping: TraceKeeping) {}

  onApplicationBootstrap(): void {
    if (this.keeping.keptHours === null) return;
    this.timer = setInterval(() => (this.running = this.forget()), EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async forget(): Promise<void> {
    try {
      await this.keeping.forgetOld();
      jobRounds.succeeded('old_spans');
    } catch (error) {
      log.error('Old spans could not be dropped', { job: 'old_spans' }, error);
    }
  }
}
