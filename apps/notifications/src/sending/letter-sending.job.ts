import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { jobRounds } from '#observability/job-rounds.js';
import { log } from '#observability/log.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { CONFIG } from '#service/config-token.js';
import { DueWork } from '#service/due-work.js';
import { LetterChangedError, LetterStore } from '../letters/letter.store.js';
import type { NotificationsConfig } from '../notifications.config.js';
import { ActOnLetter } from './act-on-letter.js';
import { LetterBell } from './letter-bell.js';
import { LetterClaims } from './letter-claims.js';

/** How long a stop waits for letters under way; what is not done by then is found as an orphan and asked about. */
const DRAIN_MS = 7_000;

/** Goes round and does what letters wait for, several at a time. Instances side by side share the work by claims. */
@Injectable()
export class LetterSendingJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = false;
  private rounds: Promise<void> = Promise.resolve();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: LetterStore,
    private readonly claims: LetterClaims,
    private readonly actOnLetter: ActOnLetter,
    private readonly bell: LetterBell,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    @Inject(CONFIG) private readonly config: NotificationsConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.dueWork.watch('send-letters', () => this.unitOfWork.glance((tx) => this.letters.late(tx, this.clock.now())));
    this.rounds = this.goRound();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.bell.ring();
    const drained = this.rounds.then(() => Promise.all(this.underWay));
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([drained, new Promise((resolve) => (timer = setTimeout(resolve, DRAIN_MS)))]);
    clearTimeout(timer);
  }

  private async goRound(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.round();
        jobRounds.succeeded('letter-sending');
      } catch (error) {
        log.warn('A round of letters could not be made', { job: 'letter-sending' }, error);
      }
      if (!this.stopped) await this.bell.wait(this.config.SENDING_POLL_MS);
    }
  }

  /** Starts as many due letters as there is room for. */
  private async round(): Promise<void> {
    const room = this.config.SENDING_CONCURRENCY - this.underWay.size;
    if (room <= 0) return;
    // Twice as many as there is room for: some will be in other hands.
    const due = await this.unitOfWork.glance((tx) =>
      this.letters.due(tx, this.clock.now(), room * 2 + this.underWay.size),
    );
    for (const letterId of due) {
      if (this.stopped || this.underWay.size >= this.config.SENDING_CONCURRENCY) return;
      if (await this.claims.claim(letterId)) this.start(letterId);
    }
  }

  private start(letterId: string): void {
    const work = this.act(letterId).then((done) => {
      this.underWay.delete(work);
      // There is room again. After a failure the next round comes soon enough.
      if (done) this.bell.ring();
    });
    this.underWay.add(work);
  }

  private async act(letterId: string): Promise<boolean> {
    try {
      await this.actOnLetter.act(letterId);
      return true;
    } catch (error) {
      if (error instanceof LetterChangedError) log.info('A letter was changed elsewhere meanwhile', { letterId });
      else log.error('Work on a letter was broken off', { letterId }, error);
      return false;
    } finally {
      await this.claims
        .release(letterId)
        .catch((error: unknown) => log.warn('A claim could not be released', { letterId }, error));
    }
  }
}
