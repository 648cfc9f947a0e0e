import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';

interface PartitionOffset {
  topic: string;
  partition: number;
  offset: string;
}

/** The broker writes each request to its log: told at every batch, offsets would cost it more than the messages. */
const TELL_EVERY_MS = 200;

/** After a request that failed: the broker may be away. */
const TELL_AGAIN_MS = 2_000;

/**
 * Tells the broker how far the partitions are done: now and then, one request at a time for all of them, so that no partition waits for it.
 * What was not told costs only a second delivery, which the inbox passes over; a request that fails is made again, because a partition
 * without new messages would look behind for as long as it stays quiet.
 */
export class OffsetCommitter {
  private waiting = new Map<string, PartitionOffset>();
  private flushing: Promise<void> | null = null;
  private due: NodeJS.Timeout | null = null;
  private assignment = 0;
  private closed = false;

  constructor(private readonly commit: (offsets: PartitionOffset[]) => Promise<void>) {}

  done(topic: string, partition: number, offset: number): void {
    this.waiting.set(`${topic}/${partition}`, { topic, partition, offset: String(offset) });
    this.flushIn(TELL_EVERY_MS);
  }

  /** After a new assignment the old offsets are no longer ours to tell. */
  forget(): void {
    this.waiting.clear();
    this.assignment += 1;
  }

  /** Ends the telling for good, after a last try. */
  async close(): Promise<void> {
    await this.flush();
    this.closed = true;
    if (this.due) clearTimeout(this.due);
  }

  /** Tells at once; resolves when everything that was done has been told, or could not be. */
  flush(): Promise<void> {
    if (this.due) clearTimeout(this.due);
    this.due = null;
    this.flushing ??= this.tell().finally(() => (this.flushing = null));
    return this.flushing;
  }

  private async tell(): Promise<void> {
    while (this.waiting.size > 0) {
      const { waiting, assignment } = this;
      const offsets = [...waiting.values()];
      this.waiting = new Map();
      killPoint('consumer.before-offset');
      try {
        await this.commit(offsets);
      } catch (error) {
        log.warn('The broker did not take the offsets; it is told again', { count: offsets.length }, error);
        // What was done meanwhile is further on.
        if (assignment === this.assignment) this.waiting = new Map([...waiting, ...this.waiting]);
        this.flushIn(TELL_AGAIN_MS);
        return;
      }
      killPoint('consumer.after-offset');
    }
  }

  private flushIn(ms: number): void {
    if (this.closed || this.waiting.size === 0) return;
    this.due ??= setTimeout(() => void this.flush(), ms);
  }
}
