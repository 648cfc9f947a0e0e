import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '#messaging/background-loop.js';
import { jobRounds } from '#observability/job-rounds.js';
import { ForgetOldChains } from './forget-old-chains.js';

const EVERY_MS = 3_600_000;

/** Looks once an hour whether chains are to leave. Several instances may do so at once. */
@Injectable()
export class ForgetOldChainsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: BackgroundLoop;

  constructor(forgetOldChains: ForgetOldChains) {
    const round = async (): Promise<boolean> => {
      const count = await forgetOldChains.run();
      jobRounds.succeeded('forget-old-chains');
      return count > 0;
    };
    this.loop = new BackgroundLoop(round, 'forget-old-chains', EVERY_MS);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
