import type { DataSource } from 'typeorm';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { AttemptsStore } from './attempts.store.js';
import { BackgroundLoop } from './background-loop.js';
import { classifyError } from './classify-error.js';
import type { EventHandlers } from './event-handlers.js';
import { withinTime } from './handler-timeout.js';
import { KeyBoundError } from './key-bound-error.js';
import type { MessagingLimits } from './messaging.config.js';
import type { ParcelReader } from './open-parcel.js';
import type { ParkingStore } from './parking.store.js';
import { PoisonError } from './poison-error.js';
import { ProcessingSpans } from './processing-spans.js';
import { redactError } from './redact-error.js';
import type { Setbacks } from './setbacks.js';

const KEYS_A_ROUND = 20;

export interface ParkedChildrenOptions {
  consumer: string;
  dataSource: DataSource;
  unitOfWork: UnitOfWork;
  reader: ParcelReader;
  handlers: EventHandlers;
  parking: ParkingStore;
  attempts: AttemptsStore;
  setbacks: Setbacks;
  limits: MessagingLimits;
}

/** Tries parked children again when their time has come or an operator released them: the queue in order, until it is empty or stops again. */
export class ParkedChildrenJob {
  private readonly loop: BackgroundLoop;

  constructor(private readonly options: ParkedChildrenOptions) {
    this.loop = new BackgroundLoop((signal) => this.round(signal), 'parked children', 2 * options.limits.pollMs);
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
      while (!signal.aborted && (await this.next(key))) moved = true;
    }
    return moved;
  }

  /** Handles the head of the key's queue; false when there is nothing more to do for now. */
  private async next(key: string): Promise<boolean> {
    const { unitOfWork, parking, attempts, limits, setbacks } = this.options;
    const head = await unitOfWork.run((tx) => parking.head(tx, key));
    if (!head) return this.free(key);
    const { attempts: nth, unfinished } = await attempts.count(head.eventId, false);
    const crashed = unfinished > limits.crashAttempts;
    try {
      if (crashed) throw new PoisonError('CRASHED_THE_PROCESS');
      return await this.handle(key, head.eventId);
    } catch (error) {
      const classified = classifyError(error);
      const { errorClass, code } = classified;
      log.warn('A parked child stays parked', { consumer: this.options.consumer, errorClass, code }, error);
      const retries = errorClass === 'transient' || (error instanceof KeyBoundError && error.retry);
      await unitOfWork.run(async (tx) => {
        await attempts.settle(tx, head.eventId);
        if (errorClass === 'poison') {
          await setbacks.bury(tx, head.parcel, classified, error, nth);
          await parking.remove(tx, head.position);
        } else {
          const pause = retries ? { firstMs: limits.parkedRetryMs, longestMs: limits.parkedRetryMaxMs } : null;
          await parking.failedAgain(tx, key, classified, redactError(error), pause);
        }
      });
      return errorClass === 'poison';
    }
  }

  /** False when another instance is at this key or has already done this event. */
  private async handle(key: string, eventId: string): Promise<boolean> {
    const { unitOfWork, parking, attempts, handlers, reader, limits, consumer } = this.options;
    const spans = new ProcessingSpans(consumer);
    try {
      const done = await unitOfWork.run((tx) =>
        withinTime(limits.handlerTimeoutMs, async () => {
          if (!(await parking.claim(tx, key))) return false;
          const head = await parking.head(tx, key);
          if (head?.eventId !== eventId) return false;
          const opened = reader.open(head.parcel);
          if (opened.kind === 'unreadable') throw new PoisonError(opened.code, { place: opened.place });
          if (opened.kind === 'delivery') await handlers.handle([opened.delivery], tx, spans);
          await parking.remove(tx, head.position);
          await attempts.settle(tx, eventId);
          killPoint('parked.before-commit');
          return true;
        }),
      );
      killPoint('parked.after-commit');
      return done;
    } catch (error) {
      spans.fail(classifyError(error).code);
      throw error;
    } finally {
      spans.end();
    }
  }

  private async free(key: string): Promise<boolean> {
    const { unitOfWork, parking, consumer } = this.options;
    const freed = await unitOfWork.run((tx) => parking.free(tx, key));
    killPoint('parked.after-free');
    if (freed) log.info('A parked child flows again', { consumer });
    return false;
  }
}
