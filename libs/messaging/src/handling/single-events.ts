import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { BatchTransaction, BatchTransactionOptions } from './batch-transaction.js';
import { classifyError } from './classify-error.js';
import { isDeletion } from '../deletion/is-deletion.js';
import type { OpenedParcel, ReadParcel } from '../events/open-parcel.js';
import { failedAttempt } from './failed-attempt.js';
import { KeyBoundError } from './key-bound-error.js';
import type { LaneSteps } from './lane-steps.js';
import type { MessagingLimits } from '../messaging.config.js';
import { PoisonError } from './poison-error.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

export interface SingleEventsOptions extends BatchTransactionOptions {
  limits: MessagingLimits;
}

/** Handles one event in a transaction of its own, with as many tries as its trouble is worth; what cannot be handled is parked or buried. */
export class SingleEvents {
  constructor(
    private readonly options: SingleEventsOptions,
    private readonly transaction: BatchTransaction,
    private readonly steps: LaneSteps,
  ) {}

  /** True when the event is settled: handled, parked or dead. False when the signal ended the tries. */
  async handle(lane: string, read: ReadParcel, signal: AbortSignal): Promise<boolean> {
    // There is nothing to do, and nothing that could be at fault.
    if (read.kind === 'passed') return true;
    if (read.kind !== 'delivery') {
      return (await this.steps.insist(lane, signal, () => this.transaction.run([read]))) !== null;
    }
    const { attempts, limits } = this.options;
    const { eventId } = read.delivery;
    let ended = false;
    let bugs = 0;
    let since = performance.now();
    for (let rest = FIRST_PAUSE_MS; !signal.aborted; rest = Math.min(LONGEST_PAUSE_MS, rest * 2)) {
      const counted = await this.steps.insist(lane, signal, () => attempts.count(eventId, ended));
      if (!counted) return false;
      // While the database was away nothing could succeed: that is not this event's fault.
      if (counted.waited) since = performance.now();
      const attempt = counted.value;
      if (attempt.unfinished > limits.crashAttempts) {
        return this.settle(lane, read, new PoisonError('CRASHED_THE_PROCESS'), attempt.attempts, signal);
      }
      killPoint('consumer.after-count');
      this.steps.begin(lane);
      try {
        await this.transaction.runCounted(read, eventId);
        return true;
      } catch (error) {
        ended = true;
        const { errorClass, code } = failedAttempt(error);
        if (errorClass === 'bug') bugs += 1;
        const patient =
          (errorClass === 'transient' && performance.now() - since < limits.transientPatienceMs) ||
          (errorClass === 'bug' && bugs < limits.bugAttempts);
        if (!patient) return this.settle(lane, read, error, attempt.attempts, signal);
        log.warn(
          'An event failed and is tried again',
          { eventId, errorClass, code, attempts: attempt.attempts },
          error,
        );
      }
      await this.steps.rest(lane, rest, signal);
    }
    if (ended) await this.steps.insist(lane, signal, () => attempts.putDown(eventId));
    return false;
  }

  /** Parks or buries an event, whatever it takes. */
  private async settle(
    lane: string,
    read: OpenedParcel,
    error: unknown,
    attempts: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { unitOfWork, inbox, forgotten, setbacks, limits } = this.options;
    const classified = classifyError(error);
    const settled = await this.steps.insist(lane, signal, () =>
      unitOfWork.run(async (tx) => {
        const [fresh] = await inbox.take(tx, [read]);
        await this.options.attempts.settle(tx, read.delivery.eventId);
        if (!fresh) return;
        // Whatever the trouble was: its child has been deleted since.
        if (!isDeletion(read.delivery) && (await forgotten.among(tx, [read.delivery.key])).size > 0) return;
        if (classified.errorClass === 'poison') {
          await setbacks.bury(tx, read.parcel, classified, error, attempts);
        } else {
          const retries = classified.errorClass === 'transient' || (error instanceof KeyBoundError && error.retry);
          await setbacks.park(tx, read, classified, error, attempts, retries ? limits.parkedRetryMs : null);
        }
        killPoint('consumer.before-setback-commit');
      }),
    );
    killPoint('consumer.after-setback-commit');
    return settled !== null;
  }
}
