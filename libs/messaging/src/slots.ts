/**
 * Lets a few work at a time and the others wait their turn, so that waiting partitions gather larger batches instead of many small
 * transactions. Who works for longer than the patience no longer counts: something slow or hung keeps nobody from working.
 */
export class Slots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(
    slots: number,
    private readonly patienceMs: number,
  ) {
    this.free = slots;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    let held = true;
    const giveBack = () => {
      if (!held) return;
      held = false;
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    };
    const timer = setTimeout(giveBack, this.patienceMs);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      giveBack();
    }
  }
}
