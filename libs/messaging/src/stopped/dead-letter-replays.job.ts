import type { DataSource } from 'typeorm';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { AttemptsStore } from '../handling/attempts.store.js';
import { BackgroundLoop } from '../background-loop.js';
import { classifyError } from '../handling/classify-error.js';
import type { DeadLetterStore, QueuedLetter } from './dead-letter.store.js';
import type { ForgottenKeys } from '../deletion/forgotten-keys.js';
import type { Again, HandleAgain } from './handle-again.js';
import { isDeletion } from '../deletion/is-deletion.js';
import type { MessagingLimits } from '../messaging.config.js';
import type { ParkingStore } from './parking.store.js';
import { PoisonError } from '../handling/poison-error.js';
import { redactError } from './redact-error.js';

const LETTERS_A_ROUND = 100;

export interface DeadLetterReplaysOptions {
  consumer: string;
  dataSource: DataSource;
  unitOfWork: UnitOfWork;
  again: HandleAgain;
  attempts: AttemptsStore;
  letters: DeadLetterStore;
  parking: ParkingStore;
  forgotten: ForgottenKeys;
  limits: MessagingLimits;
}

/**
 * Replays the dead letters that an operator has queued: for each key in the order of their death, each in a transaction of its own with the
 * id it always had. Can be stopped and resumed at any letter; what is left stays queued.
 *
 * Whether a letter is still to be handled is told by its own row, locked and changed in the transaction that handles it. The inbox does not
 * tell it: a dead event has had its inbox row since its burial, so that the broker's copies of it are skipped.
 */
export class DeadLetterReplaysJob {
  private readonly loop: BackgroundLoop;

  constructor(private readonly options: DeadLetterReplaysOptions) {
    this.loop = new BackgroundLoop((signal) => this.round(signal), 'dead-letter-replays', options.limits.pollMs);
  }

  start(): void {
    this.loop.start();
  }

  /** Looks at once. */
  call(): void {
    this.loop.call();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async round(signal: AbortSignal): Promise<boolean> {
    const { dataSource, letters } = this.options;
    const queued = await letters.queued(dataSource, LETTERS_A_ROUND);
    // Of a key of which another instance has a letter in hand, none is taken before it.
    const held = new Set<string>();
    let moved = false;
    for (const { id, key } of queued) {
      if (signal.aborted) break;
      if (held.has(key)) continue;
      if (await this.replay(id)) moved = true;
      else held.add(key);
    }
    return moved;
  }

  /** False when another instance has the letter. */
  private async replay(id: string): Promise<boolean> {
    const { again, attempts, letters } = this.options;
    let letter: QueuedLetter | null = null;
    try {
      await again.run(async (one) => {
        letter = await letters.take(one.tx, id);
        if (!letter) return;
        await this.handle(one, letter);
        await letters.replayed(one.tx, id);
        await attempts.settle(one.tx, letter.eventId);
        killPoint('replay.before-commit');
      });
      killPoint('replay.after-commit');
    } catch (error) {
      if (!letter) throw error;
      await this.reopen(letter, error);
    }
    return letter !== null;
  }

  private async handle({ tx, handle }: Again, { eventId, parcel }: QueuedLetter): Promise<void> {
    const { again, forgotten, parking } = this.options;
    const { crashes } = await again.count(eventId);
    if (crashes) throw new PoisonError('CRASHED_THE_PROCESS');
    const opened = again.open(parcel);
    if (isDeletion(opened.delivery)) return handle(opened);
    // A deletion looks through the queue once: nothing may be put there behind it.
    await forgotten.hold(tx);
    const states = await parking.statesOf(tx, [opened.delivery.key]);
    if (states.get(opened.delivery.key) === 'parked') await parking.queue(tx, [opened]);
    else await handle(opened);
  }

  private async reopen(letter: QueuedLetter, error: unknown): Promise<void> {
    const { unitOfWork, attempts, letters, consumer } = this.options;
    const classified = classifyError(error);
    const { eventId } = letter;
    await unitOfWork.run(async (tx) => {
      const reopened = await letters.failedAgain(tx, letter, classified, redactError(error));
      if (reopened) await attempts.settle(tx, eventId);
    });
    log.warn('A replay failed; the letter is open again', { consumer, eventId, code: classified.code }, error);
  }
}
