import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';

interface PartitionOffset {
  topic: string;
  partition: number;
  offset: string;
}

/** The broker writes each request to its log: told at every batch, offsets would cost it more than the messages. */
const TELL_EVERY_MS = 200;

/**
 * Tells the broker how far the partitions are done: now and then, one request at a time for all of them, so that no partition waits for it.
 * What was not told, or a request that fails, costs only a second delivery, which the inbox passes over.
 */
export class OffsetCommitter {
  private waiting = new Map<string, PartitionOffset>();
  private flushing: Promise<void> | null = null;
  private due: NodeJS.Timeout | null = null;

  constructor(private readonly commit: (offsets: PartitionOffset[]) => Promise<void>) {}

  done(topic: string, partition: number, offset: number): void {
    this.waiting.set(`${topic}/${partition}`, { topic, partition, offset: String(offset) });
    this.due ??= setTimeout(() => void this.flush(), TELL_EVERY_MS);
  }

  /** After a new assignment the old offsets are no longer ours to tell. */
  forget(): void {
    this.waiting.clear();
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
      const offsets = [...this.waiting.values()];
      this.waiting = new Map();
      killPoint('consumer.before-offset');
      try {
        await this.commit(offsets);
      } catch (error) {
        log.warn('The broker did not take the offsets; the messages will come again', { count: offsets.length }, error);
        return;
      }
      killPoint('consumer.after-offset');
    }
  }
}
