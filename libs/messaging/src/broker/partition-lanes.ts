import { log } from '#observability/log.js';
import type { ReceivedMessage, SubscriptionOptions, SubscriptionState } from './broker.js';
import { PartitionLane } from './partition-lane.js';

interface Place {
  readonly topic: string;
  readonly partition: number;
}

interface LanesOptions extends Pick<SubscriptionOptions, 'maxBatch' | 'receive'> {
  /** As `PartitionLane` has it; told only of partitions that are held still. */
  done(topic: string, partition: number, offset: number): void;
  /** More waits than is good: nothing more of this partition is to be fetched until `resume`. */
  pause(place: Place): void;
  resume(places: readonly Place[]): void;
}

/** The lanes of the partitions that one member of a group holds. */
export class PartitionLanes {
  private readonly lanes = new Map<string, PartitionLane>();
  private readonly retiring = new Map<string, Promise<void>>();
  private readonly paused = new Set<PartitionLane>();

  constructor(private readonly options: LanesOptions) {}

  /** How long the slowest of the recent batches took, milliseconds. */
  get tookMs(): number {
    return Math.max(0, ...[...this.lanes.values()].map((lane) => lane.tookMs));
  }

  state(): SubscriptionState['partitions'] {
    return [...this.lanes.values()].map(({ topic, partition, queued, busyMs, lag }) => ({
      topic,
      partition,
      queued,
      busyMs,
      lag,
    }));
  }

  push({ topic, partition }: Place, messages: ReceivedMessage[], endOfPartition: number): void {
    const lane = this.laneOf(topic, partition);
    lane.push(messages, endOfPartition);
    if (lane.queued <= this.options.maxBatch * 2) return;
    this.paused.add(lane);
    this.options.pause({ topic, partition });
  }

  /** A new generation of the group: what waited comes again from the last remembered offsets. */
  begin(): void {
    this.resumeAll();
    for (const [name, lane] of this.lanes) this.retire(name, lane);
    this.lanes.clear();
  }

  /** Resolves when every batch in hand has ended. */
  async end(): Promise<void> {
    await Promise.all([...[...this.lanes.values()].map((lane) => lane.end()), ...this.retiring.values()]);
  }

  /** The client stays paused through a new assignment: nobody else would ever resume these partitions. */
  private resumeAll(): void {
    const places = [...this.paused].map(({ topic, partition }) => ({ topic, partition }));
    this.paused.clear();
    if (places.length > 0) this.options.resume(places);
  }

  private retire(name: string, lane: PartitionLane): void {
    const ending = lane.end();
    this.retiring.set(name, ending);
    void ending.then(() => {
      if (this.retiring.get(name) === ending) this.retiring.delete(name);
    });
  }

  private laneOf(topic: string, partition: number): PartitionLane {
    const name = `${topic}/${partition}`;
    const existing = this.lanes.get(name);
    if (existing) return existing;
    const lane: PartitionLane = new PartitionLane({
      topic,
      partition,
      maxBatch: this.options.maxBatch,
      receive: this.options.receive,
      after: this.retiring.get(name) ?? Promise.resolve(),
      done: (offset) => {
        if (this.lanes.get(name) === lane) this.options.done(topic, partition, offset);
      },
      drained: () => this.drained(lane),
      failed: (error) => log.error('A batch receiver rejected', { topic, partition }, error),
    });
    this.lanes.set(name, lane);
    return lane;
  }

  private drained(lane: PartitionLane): void {
    if (lane.queued > this.options.maxBatch || !this.paused.delete(lane)) return;
    this.options.resume([{ topic: lane.topic, partition: lane.partition }]);
  }
}
