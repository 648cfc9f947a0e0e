import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { jobRounds } from '#observability/job-rounds.js';
import { log } from '#observability/log.js';
import { CONFIG } from '#service/config-token.js';
import { DueWork } from '#service/due-work.js';
import type { ScreeningConfig } from '../screening.config.js';
import { RaiseOverdue } from './raise-overdue.js';

/** Looks once a second, so that a repeat is overdue at 00:00 on its day and not some time that night. */
@Injectable()
export class RaiseOverdueJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly raiseOverdue: RaiseOverdue,
    private readonly dueWork: DueWork,
    @Inject(CONFIG) private readonly config: ScreeningConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.dueWork.watch('raise-overdue', () => this.raiseOverdue.due());
    this.schedule(this.config.OVERDUE_FIRST_LOOK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private schedule(pauseMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => this.schedule(this.config.OVERDUE_POLL_MS));
    }, pauseMs);
  }

  private async look(): Promise<void> {
    try {
      let raised: number;
      do {
        raised = await this.raiseOverdue.run();
        if (raised > 0) log.info('Repeats have become overdue', { count: raised });
      } while (raised > 0 && !this.stopped);
      jobRounds.succeeded('raise-overdue');
    } catch (error) {
      log.error('Overdue repeats could not be looked for', { job: 'raise-overdue' }, error);
    }
  }
}
