import { log } from '#observability/log.js';
import type { ReceivedBatch } from '../broker/broker.js';
import type { Offsets } from './attempts.store.js';
import { BatchTransaction } from './batch-transaction.js';
import { failedAttempt } from './failed-attempt.js';
import { LaneSteps } from './lane-steps.js';
import { SingleEvents, type SingleEventsOptions } from './single-events.js';
import type { ParcelReader, ReadParcel } from '../events/open-parcel.js';

const FIRST_PAUSE_MS = 100;
const BATCH_TRIES = 3;
/** Events in a part of a batch that failed or was in hand at a death: the one at fault costs its few neighbours their speed, not hundreds. */
const PART = 20;

export interface BatchProcessorOptions extends SingleEventsOptions {
  reader: ParcelReader;
}

/**
 * Handles the batches of a partition: all of a batch in one transaction. When that fails, or a process died with these events in hand, a
 * part of it in each; when that fails or dies too, one event at a time, so that the one at fault is found and its neighbours go on.
 */
export class BatchProcessor {
  private readonly transaction: BatchTransaction;
  private readonly steps = new LaneSteps();
  private readonly single: SingleEvents;
  /** Which events of a partition were in hand when a process died. */
  private readonly suspects = new Map<string, Offsets>();

  constructor(private readonly options: BatchProcessorOptions) {
    this.transaction = new BatchTransaction(options);
    this.single = new SingleEvents(options, this.transaction, this.steps);
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
      const begun = await this.begin(lane, read, signal);
      if (!begun) return first;
      const suspect = this.suspectsOf(lane, begun.value);
      const before = read.filter(({ parcel }) => parcel.offset < suspect.first);
      const suspects = read.filter(({ parcel: { offset } }) => offset >= suspect.first && offset <= suspect.last);
      const after = read.filter(({ parcel: { offset } }) => offset >= suspect.first && offset > suspect.last);
      let next = first;
      if (before.length > 0) next = await this.whole(lane, before, signal);
      if (isDone(before, next) && suspects.length > 0) next = await this.inParts(lane, suspects, signal);
      if (!isDone([...before, ...suspects], next) || after.length === 0) return next;
      if (suspects.length > 0 && !(await this.begin(lane, after, signal))) return next;
      return await this.whole(lane, after, signal);
    } finally {
      this.steps.end(lane);
    }
  }

  /** The longest time that a single step has taken so far. */
  longestStepMs(): number {
    return this.steps.longestMs();
  }

  /** Notes what is in hand, whatever it takes; null when the signal ended it. */
  private begin(lane: string, read: readonly ReadParcel[], signal: AbortSignal) {
    const { topic, partition, offset: first } = read[0]!.parcel;
    const offsets = { first, last: read.at(-1)!.parcel.offset };
    return this.steps.insist(lane, signal, () => this.options.attempts.begin(topic, partition, offsets));
  }

  /** What another process had in hand is added to what is known. */
  private suspectsOf(lane: string, found: Offsets | null): Offsets {
    const known = this.suspects.get(lane) ?? NONE;
    const suspects =
      found === null ? known : { first: Math.min(known.first, found.first), last: Math.max(known.last, found.last) };
    this.suspects.set(lane, suspects);
    return suspects;
  }

  /** Answers, as those below, the offset up to which all is settled. */
  private async whole(lane: string, read: readonly ReadParcel[], signal: AbortSignal): Promise<number> {
    if (await this.together(lane, read, signal)) return read.at(-1)!.parcel.offset + 1;
    return this.inParts(lane, read, signal);
  }

  private async inParts(lane: string, read: readonly ReadParcel[], signal: AbortSignal): Promise<number> {
    let next = read[0]!.parcel.offset;
    for (let at = 0; at < read.length; at += PART) {
      const part = read.slice(at, at + PART);
      if (signal.aborted || !(await this.begin(lane, part, signal))) return part[0]!.parcel.offset;
      const settled = part.length < read.length && (await this.together(lane, part, signal));
      next = settled ? part.at(-1)!.parcel.offset + 1 : await this.singly(lane, part, signal);
      if (!isDone(part, next)) return next;
    }
    return next;
  }

  /** False when the events have to be handled in parts, or singly. */
  private async together(lane: string, read: readonly ReadParcel[], signal: AbortSignal): Promise<boolean> {
    for (let nth = 1, rest = FIRST_PAUSE_MS; !signal.aborted; nth += 1, rest *= 3) {
      this.steps.begin(lane);
      try {
        await this.transaction.run(read);
        return true;
      } catch (error) {
        const { errorClass, code } = failedAttempt(error);
        log.warn('A batch failed', { consumer: this.options.consumer, count: read.length, errorClass, code }, error);
        if (errorClass !== 'transient' || nth === BATCH_TRIES) return false;
      }
      await this.steps.rest(lane, rest, signal);
    }
    return false;
  }

  private async singly(lane: string, read: readonly ReadParcel[], signal: AbortSignal): Promise<number> {
    let next = read[0]!.parcel.offset;
    for (const one of read) {
      if (signal.aborted || !(await this.single.handle(lane, one, signal))) return one.parcel.offset;
      next = one.parcel.offset + 1;
    }
    return next;
  }
}

/** Every event lies before it. */
const NONE: Offsets = { first: Infinity, last: -1 };

const isDone = (read: readonly ReadParcel[], next: number): boolean =>
  read.length === 0 || next > read.at(-1)!.parcel.offset;
