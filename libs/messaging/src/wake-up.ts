/** A pause that can be ended early. A call that comes before the pause ends it at once, so none is lost. */
export class WakeUp {
  private called = false;
  private end: (() => void) | null = null;

  call(): void {
    this.called = true;
    this.end?.();
  }

  /** Resolves after the time or at the next call. */
  async pause(ms: number): Promise<void> {
    if (!this.called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.end = null;
    }
    this.called = false;
  }
}
