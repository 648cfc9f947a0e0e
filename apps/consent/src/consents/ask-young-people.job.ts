import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '#messaging/background-loop.js';
import { jobRounds } from '#observability/job-rounds.js';
import { log } from '#observability/log.js';
import { CONFIG } from '#service/config-token.js';
import type { ConsentConfig } from '../consent.config.js';
import { AskYoungPeople } from './ask-young-people.js';

/** Looks every few seconds, so that a young person is asked on the 15th birthday and not some day after. */
@Injectable()
export class AskYoungPeopleJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly askYoungPeople: AskYoungPeople,
    @Inject(CONFIG) config: Pick<ConsentConfig, 'YOUNG_PEOPLE_POLL_MS'>,
  ) {
    this.loop = new BackgroundLoop(() => this.look(), 'ask-young-people', config.YOUNG_PEOPLE_POLL_MS);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async look(): Promise<boolean> {
    const count = await this.askYoungPeople.run();
    jobRounds.succeeded('ask-young-people');
    if (count > 0) log.info('Young people are asked from their 15th birthday', { count });
    return count > 0;
  }
}
