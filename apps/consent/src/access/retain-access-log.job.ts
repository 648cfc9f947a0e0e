import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '#messaging/background-loop.js';
import { jobRounds } from '#observability/job-rounds.js';
import { CONFIG } from '#service/config-token.js';
import type { ConsentConfig } from '../consent.config.js';
import { RetainAccessLog } from './retain-access-log.js';

/** Looks once an hour whether a part of the access log is to leave. */
@Injectable()
export class RetainAccessLogJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: BackgroundLoop;

  constructor(
    retainAccessLog: RetainAccessLog,
    @Inject(CONFIG) config: Pick<ConsentConfig, 'ACCESS_LOG_RETENTION_POLL_MS'>,
  ) {
    const round = async () => {
      const count = await retainAccessLog.run();
      jobRounds.succeeded('retain-access-log');
      return count > 0;
    };
    this.loop = new BackgroundLoop(round, 'retain-access-log', config.ACCESS_LOG_RETENTION_POLL_MS);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
