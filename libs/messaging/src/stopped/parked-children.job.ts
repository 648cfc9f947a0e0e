import type { DataSource } from 'typeorm';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { AttemptsStore } from '../handling/attempts.store.js';
import { BackgroundLoop } from '../background-loop.js';
import { classifyError, type ClassifiedError } from '../handling/classify-error.js';
import type { ForgottenKeys } from '../deletion/forgotten-keys.js';
import type { HandleAgain } from './handle-again.js';
import { HandlerTimeout } from '../handling/handler-timeout.js';
import { KeyBoundError } from '../handling/key-bound-error.js';
import type { MessagingLimits } from '../messaging.config.js';
import type { ParkedEvent, ParkingStore } from './parking.store.js';
import { PoisonError } from '../handling/poison-error.js';
import { redactError } from './redact-error.js';
import type { Setbacks } from './setbacks.js';

const KEYS_A_ROUND = 20;

export interface ParkedChildrenOptions {
  consumer: string;
  dataSource: DataSource;
  unitOfWork: UnitOfWork;
  again: HandleAgain;
  parking: ParkingStore;
  attempts: AttemptsStore;
  forgotten: ForgottenKeys;
  setbacks: Setbacks;
  limits: MessagingLimits;
}

/** The event that this instance is at, and its tries since one was settled. */
interface HeldEvent {
  head: ParkedEvent;
  attempts: number;
}

/** Tries parked children again when their time has come or an operator released them: the queue in order, until it is empty or stops again. */
export class ParkedChildrenJob {
  private readonly loop: BackgroundLoop;

  constructor(private readonly options: ParkedChildrenOptions) {
    this.loop = new BackgroundLoop((signal) => this.round(signal), 'parked-children', options.limits.pollMs);
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
    const { dataSource, parking } = this.options;
    const keys = await parking.due(dataSource, KEYS_A_ROUND);
    let moved = false;
    for (const key of keys) {
      while (!signal.aborted && (await this.nextOrWarn(key))) moved = true;
    }
    return moved;
  }

  /** An error that is not of the key's event keeps nobody else waiting: the key is looked at again in the next round. */
  private async nextOrWarn(key: string): Promise<boolean> {
    try {
      return await this.next(key);
    } catch (error) {
      const { code } = classifyError(error);
      log.warn('A parked child could not be looked at', { consumer: this.options.consumer, code }, error);
      return false;
    }
  }

  /** Handles the head of the key's queue; false when there is nothing more to do for now. */
  private async next(key: string): Promise<boolean> {
    const { again, parking, attempts } = this.options;
    let held: HeldEvent | null = null;
    try {
      const outcome = await again.run(async ({ tx, handle }) => {
        held = null;
        // Another instance that is at this key also counts its attempt.
        if (!(await parking.claim(tx, key))) return 'elsewhere';
        const head = await parking.head(tx, key);
        if (!head) return 'empty';
        const { attempts: nth, crashes } = await again.count(head.eventId);
        held = { head, attempts: nth };
        if (crashes) throw new PoisonError('CRASHED_THE_PROCESS');
        await handle(again.open(head.parcel));
        await parking.remove(tx, head.position);
        await attempts.settle(tx, head.eventId);
        killPoint('parked.before-commit');
        return 'handled';
      });
      killPoint('parked.after-commit');
      return outcome === 'empty' ? await this.free(key) : outcome === 'handled';
    } catch (error) {
      if (!held) throw error;
      return this.failed(key, held, error);
    }
  }

  /** The head of the queue failed again: it stays there, or becomes a dead letter and the next one's turn comes (true). */
  private async failed(key: string, held: HeldEvent, error: unknown): Promise<boolean> {
    const { unitOfWork, parking, forgotten, consumer } = this.options;
    const classified = classifyError(error, held.attempts);
    const { errorClass, code } = classified;
    const level = errorClass === 'bug' ? 'error' : 'warn';
    log[level]('A parked child stays parked', { consumer, errorClass, code }, error);
    return unitOfWork.run(async (tx) => {
      // A deletion looks through the dead letters once: nothing may be laid there behind it.
      await forgotten.hold(tx);
      // The failed transaction let go of the key: whoever took it since then has the event in hand or is through with it.
      const mine = (await parking.claim(tx, key)) && (await parking.head(tx, key))?.position === held.head.position;
      if (!mine) return false;
      await this.keepFailure(tx, key, held, classified, error);
      return errorClass === 'poison';
    });
  }

  private async keepFailure(
    tx: Tx,
    key: string,
    { head, attempts: nth }: HeldEvent,
    classified: ClassifiedError,
    error: unknown,
  ): Promise<void> {
    const { parking, attempts, setbacks, limits } = this.options;
    const { errorClass } = classified;
    // Time-outs in a row are counted on, until the handler is taken to hang.
    const countsOn = error instanceof HandlerTimeout && errorClass === 'transient';
    if (countsOn) await attempts.putDown(head.eventId);
    else await attempts.settle(tx, head.eventId);
    if (errorClass === 'poison') {
      await setbacks.buryTaken(tx, head.parcel, classified, error, nth);
      await parking.remove(tx, head.position);
      return;
    }
    const retries = errorClass === 'transient' || (error instanceof KeyBoundError && error.retry);
    const pause = retries ? { firstMs: limits.parkedRetryMs, longestMs: limits.parkedRetryMaxMs } : null;
    const isAnother = await parking.failedAgain(tx, key, head.eventId, classified, redactError(error), pause);
    // Operations know that the child is stopped by an earlier event, and settle that one now.
    if (isAnother) await setbacks.stopAt(tx, head.parcel, classified, 1);
  }

  private async free(key: string): Promise<boolean> {
    const { unitOfWork, parking, consumer } = this.options;
    const freed = await unitOfWork.run((tx) => parking.free(tx, key));
    killPoint('parked.after-free');
    if (freed) log.info('A parked child flows again', { consumer });
    return false;
  }
}
