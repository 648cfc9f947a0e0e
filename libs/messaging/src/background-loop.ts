import { log } from '#observability/log.js';
import { WakeUp } from './wake-up.js';

/** Does a round of work now and then, and at once when called. A round that fails is logged and made again later. */
export class BackgroundLoop {
  private readonly wakeUp = new WakeUp();
  private readonly ending = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    /** A round; answers whether there is more to do at once. */
    private readonly round: (signal: AbortSignal) => Promise<boolean>,
    /** As logs name it: no spaces, or they take it for a text. */
    private readonly job: `${Lowercase<string>}`,
    private readonly everyMs: number,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  call(): void {
    this.wakeUp.call();
  }

  /** Ends after the round in hand. */
  async stop(): Promise<void> {
    this.ending.abort();
    this.wakeUp.call();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      let more = false;
      try {
        more = await this.round(signal);
      } catch (error) {
        log.warn('A round of a background job failed and is made again', { job: this.job }, error);
      }
      if (!more && !signal.aborted) await this.wakeUp.pause(this.everyMs);
    }
  }
}
