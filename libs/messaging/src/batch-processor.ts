import { attributes } from '#observability/attributes.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { AttemptsStore } from './attempts.store.js';
import type { ReceivedBatch } from './broker/broker.js';
import { classifyError, type ClassifiedError } from './classify-error.js';
import type { EventHandlers } from './event-handlers.js';
import { withinTime } from './handler-timeout.js';
import type { InboxStore } from './inbox.store.js';
import { KeyBoundError } from './key-bound-error.js';
import { consumedEvents, consumerBatch, failedAttempts } from './messaging-metrics.js';
import type { MessagingLimits } from './messaging.config.js';
import type { OpenedParcel, ParcelReader, PassedParcel, UnreadableParcel } from './open-parcel.js';
import type { ParkingStore } from './parking.store.js';
import { pause } from './pause.js';
import { PoisonError } from './poison-error.js';
import { ProcessingSpans } from './processing-spans.js';
import type { Setbacks } from './setbacks.js';

type Read = OpenedParcel | UnreadableParcel | PassedParcel;
type Outcome = 'handled' | 'repeated' | 'queued' | 'dead_lettered' | 'passed';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const BATCH_TRIES = 3;

export interface BatchProcessorOptions {
  consumer: string;
  unitOfWork: UnitOfWork;
  reader: ParcelReader;
  handlers: EventHandlers;
  inbox: InboxStore;
  attempts: AttemptsStore;
  parking: ParkingStore;
  setbacks: Setbacks;
  limits: MessagingLimits;
}

/**
 * Handles the batches of a partition: all of a batch in one transaction; when that fails, or a process died with these events in hand,
 * one event at a time, so that the one at fault is found and its neighbours go on.
 */
export class BatchProcessor {
  /** Up to which offset of a partition events were in hand when a process died. */
  private readonly suspects = new Map<string, number>();
  private readonly steps = new Map<string, number>();

  constructor(private readonly options: BatchProcessorOptions) {}

  /** Never rejects: answers up to where all is settled. */
  async receive({ topic, partition, messages, signal }: ReceivedBatch): Promise<number> {
    const lane = `${topic}/${partition}`;
    const first = messages[0]!.offset;
    const last = messages.at(-1)!.offset;
    const read = messages.map(({ offset, key, headers, value }) =>
      this.options.reader.open({ topic, partition, offset, key, headers, payload: value }),
    );
    try {
      const begun = await this.insist(lane, signal, () => this.options.attempts.beginBatch(topic, partition, last));
      if (!begun) return first;
      const suspect = Math.max(begun.value ?? -1, this.suspects.get(lane) ?? -1);
      this.suspects.set(lane, suspect);
      const alone = read.filter(({ parcel }) => parcel.offset <= suspect);
      const together = read.filter(({ parcel }) => parcel.offset > suspect);
      const next = await this.singly(lane, alone, signal, first);
      if (together.length === 0 || next < together[0]!.parcel.offset) return next;
      if (await this.together(lane, together, signal)) return last + 1;
      return await this.singly(lane, together, signal, together[0]!.parcel.offset);
    } finally {
      this.steps.delete(lane);
    }
  }

  /** The longest time that a single step (a transaction, a statement, a pause) has taken so far. */
  longestStepMs(): number {
    return Math.max(0, ...[...this.steps.values()].map((since) => performance.now() - since));
  }

  /** False when the events have to be handled singly. */
  private async together(lane: string, read: Read[], signal: AbortSignal): Promise<boolean> {
    for (let nth = 1, rest = FIRST_PAUSE_MS; !signal.aborted; nth += 1, rest *= 3) {
      try {
        await this.inOneTransaction(lane, read);
        return true;
      } catch (error) {
        const { errorClass, code } = this.failed(error);
        log.warn('A batch failed', { consumer: this.options.consumer, count: read.length, errorClass, code }, error);
        if (errorClass !== 'transient' || nth === BATCH_TRIES) return false;
      }
      await this.rest(lane, rest, signal);
    }
    return false;
  }

  /** Answers the offset up to which all is settled. */
  private async singly(lane: string, read: Read[], signal: AbortSignal, from: number): Promise<number> {
    let next = from;
    for (const one of read) {
      if (signal.aborted || !(await this.single(lane, one, signal))) return one.parcel.offset;
      next = one.parcel.offset + 1;
    }
    return next;
  }

  /** True when the event is settled: handled, parked or dead. False when the signal ended the tries. */
  private async single(lane: string, read: Read, signal: AbortSignal): Promise<boolean> {
    if (read.kind !== 'delivery') {
      return (await this.insist(lane, signal, () => this.inOneTransaction(lane, [read]))) !== null;
    }
    const { attempts, limits } = this.options;
    const { eventId } = read.delivery;
    let ended = false;
    let bugs = 0;
    let since = performance.now();
    for (let rest = FIRST_PAUSE_MS; !signal.aborted; rest = Math.min(LONGEST_PAUSE_MS, rest * 2)) {
      const counted = await this.insist(lane, signal, () => attempts.count(eventId, ended));
      if (!counted) return false;
      if (counted.waited) since = performance.now();
      const attempt = counted.value;
      if (attempt.unfinished > limits.crashAttempts) {
        const crash = new PoisonError('CRASHED_THE_PROCESS');
        return this.settle(lane, read, classifyError(crash), crash, attempt.attempts, signal);
      }
      killPoint('consumer.after-count');
      try {
        await this.inOneTransaction(lane, [read], eventId);
        return true;
      } catch (error) {
        ended = true;
        const classified = this.failed(error);
        if (classified.errorClass === 'bug') bugs += 1;
        const patient =
          (classified.errorClass === 'transient' && performance.now() - since < limits.transientPatienceMs) ||
          (classified.errorClass === 'bug' && bugs < limits.bugAttempts);
        if (!patient) return this.settle(lane, read, classified, error, attempt.attempts, signal);
        const { errorClass, code } = classified;
        log.warn(
          'An event failed and is tried again',
          { eventId, errorClass, code, attempts: attempt.attempts },
          error,
        );
      }
      await this.rest(lane, rest, signal);
    }
    if (ended) await this.insist(lane, signal, () => attempts.putDown(eventId));
    return false;
  }

  /** Parks or buries an event, whatever it takes. */
  private async settle(
    lane: string,
    read: OpenedParcel,
    classified: ClassifiedError,
    error: unknown,
    attempts: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { unitOfWork, inbox, setbacks, limits } = this.options;
    const settled = await this.insist(lane, signal, () =>
      unitOfWork.run(async (tx) => {
        const [fresh] = await inbox.take(tx, [read]);
        await this.options.attempts.settle(tx, read.delivery.eventId);
        if (!fresh) return;
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

  /** Inbox, parked children, handlers, attempts: committed together. `counted` is the event whose attempt was counted, if it is alone. */
  private async inOneTransaction(lane: string, read: Read[], counted?: string): Promise<void> {
    const { consumer, unitOfWork, handlers, inbox, attempts, parking, setbacks, limits } = this.options;
    const spans = new ProcessingSpans(consumer);
    const began = performance.now();
    this.steps.set(lane, began);
    let outcomes: [Outcome, readonly string[]][] = [];
    try {
      killPoint('consumer.before-begin');
      await unitOfWork.run((tx) =>
        withinTime(limits.handlerTimeoutMs, async () => {
          const opened = read.filter((one) => one.kind === 'delivery');
          const fresh = await inbox.take(tx, opened);
          const keys = [...new Set(fresh.map(({ delivery }) => delivery.key))];
          const parkedKeys = keys.length > 0 ? await parking.parkedAmong(tx, keys) : new Set<string>();
          const queued = fresh.filter(({ delivery }) => parkedKeys.has(delivery.key));
          const handled = fresh.filter(({ delivery }) => !parkedKeys.has(delivery.key));
          await parking.queue(tx, queued);
          const unreadable = read.filter((one) => one.kind === 'unreadable');
          for (const { parcel, code, place } of unreadable) {
            const poison = new PoisonError(code, { place });
            await setbacks.bury(tx, parcel, classifyError(poison), poison, 1);
          }
          killPoint('consumer.after-inbox');
          const deliveries = handled.map(({ delivery }) => delivery);
          if (deliveries.length > 0) await handlers.handle(deliveries, tx, spans);
          if (counted) await attempts.settle(tx, counted);
          outcomes = [
            ['handled', handled.map(typeOf)],
            ['queued', queued.map(typeOf)],
            ['repeated', opened.filter((one) => !fresh.includes(one)).map(typeOf)],
            ['dead_lettered', unreadable.map(() => 'unreadable')],
          ];
          killPoint('consumer.before-commit');
        }),
      );
      killPoint('consumer.after-commit');
    } catch (error) {
      spans.fail(classifyError(error).code);
      throw error;
    } finally {
      spans.end();
    }
    consumerBatch.record((performance.now() - began) / 1000, { [attributes.consumer]: consumer });
    for (const [outcome, types] of outcomes) count(outcome, types);
  }

  private failed(error: unknown): ClassifiedError {
    const classified = classifyError(error);
    failedAttempts.add(1, {
      [attributes.errorClass]: classified.errorClass,
      [attributes.errorType]: classified.code,
    });
    return classified;
  }

  /**
   * Repeats what must succeed, such as a statement while the database is away; null when the signal ended it. When it is not the database
   * that fails, the step goes on and on, and the service becomes unhealthy.
   */
  private async insist<T>(
    lane: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<{ value: T; waited: boolean } | null> {
    this.steps.set(lane, performance.now());
    for (let nth = 0; ; nth += 1) {
      try {
        return { value: await work(), waited: nth > 0 };
      } catch (error) {
        const transient = classifyError(error).errorClass === 'transient';
        log.warn('Consuming waits for its database', { consumer: this.options.consumer, attempts: nth + 1 }, error);
        if (transient) this.steps.set(lane, performance.now());
      }
      const rest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(nth, 10));
      if (!(await pause(rest, signal))) return null;
    }
  }

  private rest(lane: string, ms: number, signal: AbortSignal): Promise<boolean> {
    this.steps.set(lane, performance.now());
    return pause(ms, signal);
  }
}

const typeOf = ({ delivery }: OpenedParcel): string => delivery.type;

function count(outcome: Outcome, types: readonly string[]): void {
  const byType = new Map<string, number>();
  for (const type of types) byType.set(type, (byType.get(type) ?? 0) + 1);
  for (const [type, number] of byType) {
    consumedEvents.add(number, { [attributes.eventType]: type, 'hub.outcome': outcome });
  }
}
