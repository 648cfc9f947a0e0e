import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '#messaging/background-loop.js';
import { jobRounds } from '#observability/job-rounds.js';
import { CONFIG } from '#service/config-token.js';
import type { OperationsConfig } from '../operations.config.js';
import { WatchWork } from './watch-work.js';

/** Looks now and then whether the services do what they should. */
@Injectable()
export class WatchWorkJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: BackgroundLoop;

  constructor(watchWork: WatchWork, @Inject(CONFIG) config: Pick<OperationsConfig, 'WORK_POLL_MS'>) {
    const round = async () => {
      await watchWork.run();
      jobRounds.succeeded('watch-work');
      return false;
    };
    this.loop = new BackgroundLoop(round, 'watch-work', config.WORK_POLL_MS);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
