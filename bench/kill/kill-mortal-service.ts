import type { Hub } from '#local/hub-options.js';
import type { ServiceName } from '#local/service-name.js';
import { killAt, type Kill } from './kill-plan.js';

/** So many whole days in a row without a death, and what is still ahead counts as never passed. */
const PATIENCE_DAYS = 2;

/**
 * A service that runs with kill points ahead of it and dies at whichever it passes first. Then it is started again with the rest ahead,
 * where it may die while it still starts: what was left is handled at once.
 */
export class MortalService {
  /** Milliseconds from a death until the service was ready again, where it did not die once more on the way. */
  readonly recoveries: number[] = [];
  readonly reached: Kill[] = [];
  readonly notReached: Kill[] = [];
  /** When it last died or came back, milliseconds by `performance.now()`. */
  changedAtMs = performance.now();
  private ahead: readonly Kill[];
  private diedAtMs: number | null = null;
  private daysInPeace = 0;
  private starts = 0;
  private recovery: Promise<void> | null = null;
  private failure: unknown = null;

  /** For a service that was started with the first turn ahead. */
  constructor(
    private readonly hub: Hub,
    readonly service: ServiceName,
    private readonly turns: (readonly Kill[])[],
  ) {
    this.ahead = turns.shift() ?? [];
    this.watch();
  }

  get isDone(): boolean {
    return this.turns.length === 0 && this.ahead.length === 0;
  }

  get isRecovering(): boolean {
    return this.recovery !== null;
  }

  /** Begins the next turn when this one is over. A second passing that did not come within a day is not waited for: the first is as good. */
  async endDay(diedToday: boolean): Promise<void> {
    this.mustBeWell();
    this.daysInPeace = diedToday ? 0 : this.daysInPeace + 1;
    if (this.isDone) return;
    if (this.ahead.length > 0 && this.daysInPeace < PATIENCE_DAYS) {
      if (this.ahead.every(({ nth }) => nth === 1)) return;
      this.ahead = this.ahead.map((kill) => ({ ...kill, nth: 1 }));
    } else {
      this.notReached.push(...this.ahead);
      this.ahead = this.turns.shift() ?? [];
      this.daysInPeace = 0;
    }
    await this.start();
  }

  /** Throws what went wrong in a recovery. */
  mustBeWell(): void {
    if (this.failure) throw this.failure;
  }

  /** Where it stands, for somebody who looks for a fault. */
  standing(): string {
    const seconds = ((performance.now() - this.changedAtMs) / 1000).toFixed(0);
    const last = this.reached.at(-1);
    return [
      `${this.service} ${this.isRecovering ? 'is on the way back' : 'runs'} as process ${this.hub.pid(this.service)}`,
      last ? `died last at ${last.point}, changed last ${seconds} s ago` : 'has not died',
      this.ahead.length > 0 ? `ahead: ${killAt(this.ahead)}` : 'nothing ahead',
    ].join('; ');
  }

  private async start(): Promise<void> {
    this.starts += 1;
    try {
      await this.hub.restart(this.service, this.ahead.length > 0 ? { killAt: killAt(this.ahead) } : {});
    } catch (error) {
      const outcome = await Promise.race([this.hub.ended(this.service), Promise.resolve('still there')]);
      if (outcome !== 'SIGKILL') throw error;
      await this.hasDied();
      return this.start();
    }
    this.changedAtMs = performance.now();
    if (this.diedAtMs !== null) this.recoveries.push(this.changedAtMs - this.diedAtMs);
    this.diedAtMs = null;
    this.watch();
  }

  private watch(): void {
    const present = this.starts;
    void this.hub.ended(this.service).then((outcome) => {
      if (this.starts !== present) return;
      this.recovery = this.recover(outcome)
        .catch((error: unknown) => {
          this.failure = error;
        })
        .finally(() => {
          this.recovery = null;
        });
    });
  }

  private async recover(outcome: number | string): Promise<void> {
    if (outcome !== 'SIGKILL') throw new Error(`${this.service} ended by itself: ${outcome}`);
    await this.hasDied();
    await this.start();
  }

  private async hasDied(): Promise<void> {
    this.diedAtMs = this.changedAtMs = performance.now();
    const point = lastWord(await this.hub.logs(this.service), this.hub.pid(this.service));
    const kill = this.ahead.find((each) => each.point === point);
    if (!kill) throw new Error(`${this.service} was killed, but at none of its kill points`);
    this.reached.push(kill);
    this.ahead = this.ahead.filter((each) => each !== kill);
  }
}

/** The kill point at which a process says that it ends itself. */
function lastWord(logs: string, pid: number): string | null {
  const [line] = logs.split('\n').filter((each) => each.includes(`"pid":${pid},"killPoint":`));
  return line ? (JSON.parse(line) as { killPoint: string }).killPoint : null;
}
