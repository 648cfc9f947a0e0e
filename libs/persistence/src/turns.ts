/** Lets so many go at the same time, the others in the order in which they came. */
export class Turns {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly together: number) {}

  /** Answers or throws what the work does. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken < this.together) this.taken += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A turn goes from hand to hand, so that nobody who comes just now takes it.
      const next = this.waiting.shift();
      if (next) next();
      else this.taken -= 1;
    }
  }
}
