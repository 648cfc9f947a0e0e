import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '#messaging/background-loop.js';
import { jobRounds } from '#observability/job-rounds.js';
import { SettleStops } from './settle-stops.js';

const EVERY_MS = 1000;

/** Asks once a second, and only while something is stopped; again at once while much goes on. Several instances may ask at once: the same answer is written twice. */
@Injectable()
export class SettleStopsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: BackgroundLoop;

  constructor(settleStops: SettleStops) {
    const round = async (): Promise<boolean> => {
      const isMore = await settleStops.run();
      jobRounds.succeeded('settle-stops');
      return isMore;
    };
    this.loop = new BackgroundLoop(round, 'settle-stops', EVERY_MS);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
