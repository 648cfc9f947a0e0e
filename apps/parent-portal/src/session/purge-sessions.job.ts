import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { log } from '#observability/log.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { LoginsStore } from './logins.store.js';
import { SessionsStore } from './sessions.store.js';

const EVERY_MS = 60_000;

/** Removes sessions and logins that are over, once a minute. A session that is over opens nothing, purged or not. */
@Injectable()
export class PurgeSessionsJob implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionsStore,
    private readonly logins: LoginsStore,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => (this.running = this.purgeQuietly()), EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Answers how many rows were removed. */
  purge(): Promise<number> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => (await this.sessions.purge(tx, now)) + (await this.logins.purge(tx, now)));
  }

  private async purgeQuietly(): Promise<void> {
    try {
      await this.purge();
    } catch (error) {
      log.error('Sessions that are over could not be purged', { job: 'purge-sessions' }, error);
    }
  }
}
