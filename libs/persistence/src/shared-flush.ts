interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface SharedFlushLimits {
  /** Weight of one flush at most; a single item may weigh more. */
  readonly batch: number;
  /** Flushes under way at the same time. */
  readonly together: number;
  /** Items that may wait; absent: any number. */
  readonly waiting?: number;
  /** Milliseconds after which a flush no longer counts as under way: something slow or hung keeps nobody from the next. Absent: it always counts. */
  readonly patienceMs?: number;
}

/**
 * Lets those who wait together share one flush (group commit). Nobody is held back to wait for company: when a flush is
 * free the next one starts at once, with whoever is there. Under load the batches grow by themselves.
 */
export class SharedFlush<Item, Result> {
  private readonly queue: Waiting<Item, Result>[] = [];
  private underWay = 0;
  private scheduled = false;

  constructor(
    private readonly limits: SharedFlushLimits,
    /** Must settle every item of its own: one result or error per item, in their order. */
    private readonly flush: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>,
    private readonly weightOf: (item: Item) => number = () => 1,
  ) {}

  /** False when too many wait already. */
  get accepts(): boolean {
    return this.queue.length < (this.limits.waiting ?? Infinity);
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** After what has arrived in this turn of the event loop, so that requests read together are flushed together. */
  private schedule(): void {
    if (this.scheduled || this.underWay >= this.limits.together || this.queue.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.run(this.queue.splice(0, this.fitting()));
      this.schedule();
    });
  }

  /** How many from the head of the queue share the next flush. */
  private fitting(): number {
    let weight = 0;
    let count = 0;
    for (const { item } of this.queue) {
      weight += this.weightOf(item);
      if (count > 0 && weight > this.limits.batch) break;
      count += 1;
    }
    return count;
  }

  private async run(waiting: readonly Waiting<Item, Result>[]): Promise<void> {
    const end = this.begin();
    try {
      const results = await this.flush(waiting.map(({ item }) => item));
      waiting.forEach(({ resolve, reject }, at) => {
        const result = results[at];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result?.reason ?? new Error('The flush left an item without a result'));
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    } finally {
      end();
    }
  }

  /** Counts a flush as under way until the answered function is called or the patience is over. */
  private begin(): () => void {
    this.underWay += 1;
    let counts = true;
    const end = () => {
      clearTimeout(timer);
      if (!counts) return;
      counts = false;
      this.underWay -= 1;
      this.schedule();
    };
    const { patienceMs } = this.limits;
    const timer = patienceMs === undefined ? undefined : setTimeout(end, patienceMs);
    return end;
  }
}
