import type { Tx } from '#persistence/tx.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { AttemptsStore } from '../handling/attempts.store.js';
import { classifyError } from '../handling/classify-error.js';
import type { EventHandlers } from '../handling/event-handlers.js';
import type { ForgottenKeys } from '../deletion/forgotten-keys.js';
import { isDeletion } from '../deletion/is-deletion.js';
import { withinTime } from '../handling/handler-timeout.js';
import type { MessagingLimits } from '../messaging.config.js';
import type { OpenedParcel, ParcelReader } from '../events/open-parcel.js';
import type { Parcel } from '../events/parcel.js';
import { PoisonError } from '../handling/poison-error.js';
import { ProcessingSpans } from '../handling/processing-spans.js';

export interface HandleAgainOptions {
  consumer: string;
  unitOfWork: UnitOfWork;
  reader: ParcelReader;
  handlers: EventHandlers;
  attempts: AttemptsStore;
  forgotten: ForgottenKeys;
  limits: MessagingLimits;
}

/** What a try is given: its transaction, and the way to the handlers. */
export interface Again {
  tx: Tx;
  /** Hands the event to its handlers, with its own span, unless its child was deleted. Throws what a handler throws. */
  handle(opened: OpenedParcel): Promise<void>;
}

/** Handles one event that was stopped, parked or dead: alone, within time, in the transaction that also lets it go. */
export class HandleAgain {
  constructor(private readonly options: HandleAgainOptions) {}

  /** Throws what the work throws, or HandlerTimeout. */
  async run<T>(work: (again: Again) => Promise<T>): Promise<T> {
    const { consumer, unitOfWork, limits } = this.options;
    const spans = new ProcessingSpans(consumer);
    try {
      return await unitOfWork.run((tx) =>
        withinTime(limits.handlerTimeoutMs, () => work({ tx, handle: (opened) => this.handle(tx, opened, spans) })),
      );
    } catch (error) {
      spans.fail(classifyError(error).code);
      throw error;
    } finally {
      spans.end();
    }
  }

  private async handle(tx: Tx, { delivery }: OpenedParcel, spans: ProcessingSpans): Promise<void> {
    const { handlers, forgotten } = this.options;
    if (isDeletion(delivery)) await forgotten.holdAlone(tx);
    else await forgotten.hold(tx);
    const gone = !isDeletion(delivery) && (await forgotten.among(tx, [delivery.key])).size > 0;
    if (!gone) await handlers.handle([delivery], tx, spans);
  }

  /**
   * Counts a try, committed before it is made, and answers how many have begun since the last one that was settled. To be called once the
   * event is held, so that no other instance counts it at the same time.
   */
  async count(eventId: string): Promise<{ attempts: number; crashes: boolean }> {
    const { attempts, unfinished } = await this.options.attempts.count(eventId, false);
    return { attempts, crashes: unfinished > this.options.limits.crashAttempts };
  }

  /**
   * Throws PoisonError for an event that nobody can read, and TYPE_NOT_HEARD for one that this version of the service does not handle: it was stopped
   * in a version that does, which will be there again.
   */
  open(parcel: Parcel): OpenedParcel {
    const opened = this.options.reader.open(parcel);
    if (opened.kind === 'unreadable') throw new PoisonError(opened.code, { place: opened.place });
    if (opened.kind === 'passed') throw new PoisonError('TYPE_NOT_HEARD');
    return opened;
  }
}
