import type { Ledger } from './ledger.js';
import { percentile } from './percentile.js';
import { residentMb } from './process-figures.js';

/** One second of a measurement. */
export interface Moment {
  readonly second: number;
  readonly acknowledged: number;
  readonly visible: number;
  /** From send to visible of what became visible in this second, in milliseconds; null when nothing did. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly residentMb: number;
}

/** Looks at the ledger and at the services' memory once a second, and knows when each part of the measurement began. */
export class TimeLine {
  readonly moments: Moment[] = [];
  readonly parts: { readonly second: number; readonly name: string }[] = [];
  private startMs = 0;
  private sinceMs = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly ledger: Ledger,
    private readonly pids: () => readonly number[],
  ) {}

  /** The first part starts the clock. */
  begin(name: string): void {
    if (this.timer === null) {
      this.startMs = this.sinceMs = performance.now();
      this.timer = setInterval(() => void this.look(), 1_000);
    }
    this.parts.push({ second: this.secondOf(performance.now()), name });
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const [fromMs, untilMs] = [this.sinceMs, performance.now()];
    this.sinceMs = untilMs;
    const within = (atMs: number | null): boolean => atMs !== null && atMs >= fromMs && atMs < untilMs;
    const entries = [...this.ledger.entries.values()];
    const times = entries
      .filter((entry) => within(entry.visibleAtMs))
      .map((entry) => entry.visibleAtMs! - entry.sentAtMs);
    const acknowledged = entries.filter((entry) => within(entry.acknowledgedAtMs)).length;
    const perSecond = 1_000 / (untilMs - fromMs);
    this.moments.push({
      second: this.secondOf(untilMs),
      acknowledged: acknowledged * perSecond,
      visible: times.length * perSecond,
      p50Ms: times.length > 0 ? percentile(times, 0.5) : null,
      p99Ms: times.length > 0 ? percentile(times, 0.99) : null,
      residentMb: await residentMb(this.pids()),
    });
  }

  private secondOf(atMs: number): number {
    return (atMs - this.startMs) / 1_000;
  }
}
