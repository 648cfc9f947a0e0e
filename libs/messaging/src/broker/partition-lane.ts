import type { BatchReceiver, ReceivedMessage } from './broker.js';

interface LaneOptions {
  topic: string;
  partition: number;
  maxBatch: number;
  receive: BatchReceiver;
  /** The lane that had this partition before: its batch in hand ends first. */
  after: Promise<void>;
  /** Everything below this offset is done and durable, or is not kept. Told once for each offset. */
  done(offset: number): void;
  /** Called when messages have left the queue. */
  drained(): void;
  failed(error: unknown): void;
}

const PAUSE_WITHOUT_PROGRESS_MS = 250;
/** What a batch took says something about the load for so long. */
const RECENT_MS = 1_000;

/** Hands on the messages of one partition, batch after batch, while the client goes on fetching others and keeping its place in the group. */
export class PartitionLane {
  private readonly ending = new AbortController();
  private queue: ReceivedMessage[] = [];
  private running: Promise<void>;
  private busySince = 0;
  private lastBatch = { endedAt: -Infinity, tookMs: 0 };
  private idle = true;
  private endOfPartition = 0;
  private next = 0;
  private told = -1;

  constructor(private readonly options: LaneOptions) {
    this.running = options.after;
  }

  get topic(): string {
    return this.options.topic;
  }

  get partition(): number {
    return this.options.partition;
  }

  get queued(): number {
    return this.queue.length;
  }

  get busyMs(): number {
    return this.busySince === 0 ? 0 : performance.now() - this.busySince;
  }

  /** How long the last batch took; 0 when that is a while ago. */
  get tookMs(): number {
    return performance.now() - this.lastBatch.endedAt < RECENT_MS ? this.lastBatch.tookMs : 0;
  }

  get lag(): number {
    return Math.max(0, this.endOfPartition - this.next);
  }

  push(messages: ReceivedMessage[], endOfPartition: number): void {
    if (this.ending.signal.aborted) return;
    if (this.next === 0) this.next = messages[0]?.offset ?? 0;
    this.queue.push(...messages);
    this.endOfPartition = endOfPartition;
    if (!this.idle) return;
    this.idle = false;
    this.running = this.running.then(() => this.run());
  }

  /** Drops what waits; resolves when the batch in hand has ended. */
  end(): Promise<void> {
    this.queue = [];
    this.ending.abort();
    return this.running;
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const messages = this.queue.splice(0, this.options.maxBatch);
      const first = messages[0]!.offset;
      this.busySince = performance.now();
      const next = await this.handOn(messages, first);
      this.lastBatch = { endedAt: performance.now(), tookMs: this.busyMs };
      this.busySince = 0;
      if (next > first) this.next = next;
      // Where it begins, too: what a compacted topic has left out before it counts as passed, though nothing was handled yet.
      if (next >= first && next > this.told) this.options.done((this.told = next));
      if (this.ending.signal.aborted) break;
      this.queue.unshift(...messages.filter(({ offset }) => offset >= next));
      this.options.drained();
      if (next <= first) await this.pause();
    }
    this.idle = true;
  }

  /** The receiver never rejects; if it does so all the same, nothing of the batch counts as done. */
  private async handOn(messages: ReceivedMessage[], first: number): Promise<number> {
    const { topic, partition, receive, failed } = this.options;
    try {
      return await receive({ topic, partition, messages, signal: this.ending.signal });
    } catch (error) {
      failed(error);
      return first;
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.ending.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, PAUSE_WITHOUT_PROGRESS_MS);
      this.ending.signal.addEventListener('abort', end);
    });
  }
}
