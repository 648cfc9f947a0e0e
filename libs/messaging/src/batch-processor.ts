import { attributes } from '#observability/attributes.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { ReceivedBatch } from './broker/broker.js';
import type { OffsetRange } from './attempts.store.js';
import { BatchTransaction, type BatchTransactionOptions } from './batch-transaction.js';
import { classifyError, type ClassifiedError } from './classify-error.js';
import { isDeletion } from './is-deletion.js';
import { KeyBoundError } from './key-bound-error.js';
import { LaneSteps } from './lane-steps.js';
import { failedAttempts } from './messaging-metrics.js';
import type { MessagingLimits } from './messaging.config.js';
import type { OpenedParcel, ParcelReader, ReadParcel } from './open-parcel.js';
import { PoisonError } from './poison-error.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const BATCH_TRIES = 3;

export interface BatchProcessorOptions extends BatchTransactionOptions {
  reader: ParcelReader;
  limits: MessagingLimits;
}

/**
 * Handles the batches of a partition: all of a batch in one transaction; when that fails, or a process died with these events in hand,
 * one event at a time, so that the one at fault is found and its neighbours go on.
 */
export class BatchProcessor {
  private readonly transaction: BatchTransaction;
  private readonly steps = new LaneSteps();
  /** Which events of a partition were in hand when processes died. */
  private readonly suspects = new Map<string, OffsetRange>();

  constructor(private readonly options: BatchProcessorOptions) {
    this.transaction = new BatchTransaction(options);
  }

  /** Never rejects: answers up to where all is settled. */
  async receive({ topic, partition, messages, signal }: ReceivedBatch): Promise<number> {
    const lane = `${topic}/${partition}`;
    const first = messages[0]!.offset;
    const last = messages.at(-1)!.offset;
    const read = messages.map(({ offset, key, headers, value }) =>
      this.options.reader.open({ topic, partition, offset, key, headers, payload: value }),
    );
    if (read.every(({ kind }) => kind === 'passed')) return last + 1;
    try {
      const begun = await this.steps.insist(lane, signal, () =>
        this.options.attempts.beginBatch(topic, partition, { first, last }),
      );
      if (!begun) return first;
      const suspects = this.suspected(lane, begun.value);
      const before = read.filter(({ parcel }) => parcel.offset < suspects.first);
      const alone = read.filter(({ parcel }) => parcel.offset >= suspects.first && parcel.offset <= suspects.last);
      const after = read.filter(({ parcel }) => parcel.offset > suspects.last);
      let next = await this.all(lane, before, signal, first);
      if (isDone(before, next)) next = await this.singly(lane, alone, signal, next);
      if (isDone(before, next) && isDone(alone, next)) next = await this.all(lane, after, signal, next);
      return isDone(read, next) ? last + 1 : next;
    } finally {
      this.steps.end(lane);
    }
  }

  /** The longest time that a single step has taken so far. */
  longestStepMs(): number {
    return this.steps.longestMs();
  }

  private suspected(lane: string, found: OffsetRange | null): OffsetRange {
    const known = this.suspects.get(lane) ?? found;
    if (!known) return { first: Infinity, last: Infinity };
    const { first, last } = found ?? known;
    const suspects = { first: Math.min(first, known.first), last: Math.max(last, known.last) };
    this.suspects.set(lane, suspects);
    return suspects;
  }

  /** Together, or else singly. Answers the offset up to which all is settled. */
  private async all(lane: string, read: readonly ReadParcel[], signal: AbortSignal, from: number): Promise<number> {
    if (read.length === 0) return from;
    if (await this.together(lane, read, signal)) return read.at(-1)!.parcel.offset + 1;
    return this.singly(lane, read, signal, read[0]!.parcel.offset);
  }

  /** False when the events have to be handled singly. */
  private async together(lane: string, read: readonly ReadParcel[], signal: AbortSignal): Promise<boolean> {
    for (let nth = 1, rest = FIRST_PAUSE_MS; !signal.aborted; nth += 1, rest *= 3) {
      this.steps.begin(lane);
      try {
        await this.transaction.run(read);
        return true;
      } catch (error) {
        const { errorClass, code } = failed(error);
        log.warn('A batch failed', { consumer: this.options.consumer, count: read.length, errorClass, code }, error);
        if (errorClass !== 'transient' || nth === BATCH_TRIES) return false;
      }
      await this.steps.rest(lane, rest, signal);
    }
    return false;
  }

  /** Answers the offset up to which all is settled. */
  private async singly(lane: string, read: readonly ReadParcel[], signal: AbortSignal, from: number): Promise<number> {
    let next = from;
    for (const one of read) {
      if (signal.aborted || !(await this.single(lane, one, signal))) return one.parcel.offset;
      next = one.parcel.offset + 1;
    }
    return next;
  }

  /** True when the event is settled: handled, parked or dead. False when the signal ended the tries. */
  private async single(lane: string, read: ReadParcel, signal: AbortSignal): Promise<boolean> {
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
        const { errorClass, code } = failed(error);
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

const isDone = (read: readonly ReadParcel[], next: number): boolean =>
  read.length === 0 || next > read.at(-1)!.parcel.offset;

function failed(error: unknown): ClassifiedError {
  const classified = classifyError(error);
  failedAttempts.add(1, {
    [attributes.errorClass]: classified.errorClass,
    [attributes.errorType]: classified.code,
  });
  return classified;
}
