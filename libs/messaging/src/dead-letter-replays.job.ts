import type { DataSource } from 'typeorm';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import { BackgroundLoop } from './background-loop.js';
import { classifyError } from './classify-error.js';
import type { DeadLetterStore, QueuedLetter } from './dead-letter.store.js';
import type { EventHandlers } from './event-handlers.js';
import { withinTime } from './handler-timeout.js';
import type { InboxStore } from './inbox.store.js';
import type { MessagingLimits } from './messaging.config.js';
import type { ParcelReader } from './open-parcel.js';
import type { ParkingStore } from './parking.store.js';
import { PoisonError } from './poison-error.js';
import { ProcessingSpans } from './processing-spans.js';
import { redactError } from './redact-error.js';

const LETTERS_A_ROUND = 100;

export interface DeadLetterReplaysOptions {
  consumer: string;
  dataSource: DataSource;
  unitOfWork: UnitOfWork;
  reader: ParcelReader;
  handlers: EventHandlers;
  inbox: InboxStore;
  letters: DeadLetterStore;
  parking: ParkingStore;
  limits: MessagingLimits;
}

/**
 * Replays the dead letters that an operator has queued: for each key in the order of their death, each in a transaction of its own with the
 * id it always had. Can be stopped and resumed at any letter; what is left stays queued.
 */
export class DeadLetterReplaysJob {
  private readonly loop: BackgroundLoop;

  constructor(private readonly options: DeadLetterReplaysOptions) {
    this.loop = new BackgroundLoop((signal) => this.round(signal), 'dead letter replays', 2 * options.limits.pollMs);
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
    const ids = await letters.queued(dataSource, LETTERS_A_ROUND);
    let moved = false;
    for (const id of ids) {
      if (signal.aborted) break;
      moved = (await this.replay(id)) || moved;
    }
    return moved;
  }

  /** False when another instance has the letter. */
  private async replay(id: string): Promise<boolean> {
    const { unitOfWork, letters, limits, consumer } = this.options;
    const spans = new ProcessingSpans(consumer);
    let letter: QueuedLetter | null = null;
    try {
      await unitOfWork.run((tx) =>
        withinTime(limits.handlerTimeoutMs, async () => {
          letter = await letters.take(tx, id);
          if (!letter) return;
          await this.handle(tx, letter, spans);
          await letters.replayed(tx, id);
          killPoint('replay.before-commit');
        }),
      );
      killPoint('replay.after-commit');
    } catch (error) {
      const classified = classifyError(error);
      spans.fail(classified.code);
      if (!letter) throw error;
      const failed: QueuedLetter = letter;
      await unitOfWork.run((tx) => letters.failedAgain(tx, failed, classified, redactError(error)));
      const { eventId } = failed;
      log.warn('A replay failed; the letter is open again', { consumer, eventId, code: classified.code }, error);
    } finally {
      spans.end();
    }
    return letter !== null;
  }

  private async handle(tx: Tx, { parcel }: QueuedLetter, spans: ProcessingSpans): Promise<void> {
    const { reader, inbox, parking, handlers } = this.options;
    const opened = reader.open(parcel);
    if (opened.kind === 'unreadable') throw new PoisonError(opened.code, { place: opened.place });
    if (opened.kind === 'passed') return;
    await inbox.take(tx, [opened]);
    const parked = await parking.parkedAmong(tx, [opened.delivery.key]);
    if (parked.size > 0) await parking.queue(tx, [opened]);
    else await handlers.handle([opened.delivery], tx, spans);
  }
}
