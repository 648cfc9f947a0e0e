import type { Hub } from '#local/hub-options.js';
import type { ServiceName } from '#local/service-name.js';
import { type Kill, onlyAfterDeath } from './kill-plan.js';

export interface PlannedKill extends Kill {
  /** At which passing of the point the service dies. */
  readonly nth: number;
}

/** How often a service dies in one round: fewer than the ten deaths after which an event counts as the killer. */
const DEATHS_A_ROUND = 7;
/** Rounds that a service lives on with a kill point ahead before the point counts as not reached. */
const PATIENCE_ROUNDS = 3;

/**
 * A service that always runs with a kill point ahead of it. When it has died there it is started again with the next point ahead,
 * where it may die while it still starts: what was left is handled at once.
 */
export class MortalService {
  /** Milliseconds from a death until the service was ready again, where it did not die once more on the way. */
  readonly recoveries: number[] = [];
  readonly reached: PlannedKill[] = [];
  private ahead: PlannedKill | null = null;
  private roundsWaited = 0;
  private deaths = 0;
  private diedAtMs: number | null = null;
  private starts = 0;
  private recovery: Promise<void> | null = null;
  private failure: unknown = null;

  constructor(
    private readonly hub: Hub,
    private readonly service: ServiceName,
    private readonly planned: PlannedKill[],
  ) {}

  get isDone(): boolean {
    return this.planned.length === 0 && this.ahead === null;
  }

  get isRecovering(): boolean {
    return this.recovery !== null;
  }

  /** Sets the next kill point ahead. Throws what went wrong in an earlier recovery. */
  async beginRound(): Promise<void> {
    this.mustBeWell();
    this.deaths = 0;
    if (this.isDone) return;
    this.roundsWaited += 1;
    if (this.ahead && this.roundsWaited < PATIENCE_ROUNDS) return;
    await this.start(this.planned.shift() ?? null);
  }

  mustBeWell(): void {
    if (this.failure) throw this.failure;
  }

  private async start(ahead: PlannedKill | null): Promise<void> {
    this.starts += 1;
    this.ahead = ahead;
    this.roundsWaited = 0;
    try {
      await this.hub.restart(this.service, ahead ? { killAt: `${ahead.point}@${ahead.nth}` } : {});
    } catch (error) {
      const outcome = await Promise.race([this.hub.ended(this.service), Promise.resolve('still there')]);
      if (!ahead || outcome !== 'SIGKILL') throw error;
      this.hasReached(ahead);
      return this.start(this.next());
    }
    if (this.diedAtMs !== null) this.recoveries.push(performance.now() - this.diedAtMs);
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
    if (!this.ahead || outcome !== 'SIGKILL') throw new Error(`${this.service} ended by itself: ${outcome}`);
    this.hasReached(this.ahead);
    await this.start(this.next());
  }

  private hasReached(kill: PlannedKill): void {
    this.diedAtMs = performance.now();
    this.deaths += 1;
    this.reached.push(kill);
    this.ahead = null;
  }

  private next(): PlannedKill | null {
    const mayDieAgain = this.deaths < DEATHS_A_ROUND || this.planned[0]?.point === onlyAfterDeath;
    return mayDieAgain ? (this.planned.shift() ?? null) : null;
  }
}
