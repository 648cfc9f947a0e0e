import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DigitalPostState } from './digital-post-state.js';
import { HubClient } from './hub-client.js';
import { postStatusMessage } from './post-status-message.js';
import type { PlannedReceipt, TakenLetter } from './taken-letter.js';

const LOOK_EVERY_MS = 200;
const LONGEST_PAUSE_MS = 1_000;
/** Letters whose receipts are pushed at the same time; those of one letter go one after the other. */
const AT_A_TIME = 16;

/** Pushes receipts when their time has come, in order for each letter, and again until the hub has taken them. */
@Injectable()
export class ReceiptPusher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private readonly busy = new Set<TakenLetter>();
  private readonly refused = new Map<TakenLetter, { notBefore: number; pause: number }>();
  private underWay: Promise<unknown>[] = [];

  constructor(
    private readonly state: DigitalPostState,
    private readonly hub: HubClient,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await Promise.all(this.underWay);
  }

  /** Starts on every letter that has a receipt due and is not being worked on. */
  look(): void {
    if (!this.timer) return;
    for (const letter of this.state.letters.values()) {
      if (this.busy.size >= AT_A_TIME) return;
      if (this.busy.has(letter) || (this.refused.get(letter)?.notBefore ?? 0) > performance.now()) continue;
      const receipt = this.firstDue(letter);
      if (!receipt) continue;
      this.busy.add(letter);
      const work = this.push(letter, receipt).finally(() => {
        this.busy.delete(letter);
        this.underWay = this.underWay.filter((one) => one !== work);
        this.look();
      });
      this.underWay.push(work);
    }
  }

  private firstDue(letter: TakenLetter): PlannedReceipt | undefined {
    const now = this.state.now();
    return letter.receipts.find(({ at, pushes }) => pushes > 0 && Temporal.Instant.compare(at, now) <= 0);
  }

  private async push(letter: TakenLetter, receipt: PlannedReceipt): Promise<void> {
    if (await this.isTaken(letter, receipt)) {
      receipt.pushes -= 1;
      this.refused.delete(letter);
      return;
    }
    const pause = Math.min((this.refused.get(letter)?.pause ?? 100) * 2, LONGEST_PAUSE_MS);
    this.refused.set(letter, { notBefore: performance.now() + pause, pause });
  }

  /** Any failure is the hub not having taken it: the distributor tries again. */
  private async isTaken(letter: TakenLetter, receipt: PlannedReceipt): Promise<boolean> {
    try {
      const { status, body } = await this.hub.push('post-status', postStatusMessage(letter, receipt));
      return status === 200 && body.includes('<StatusKode>20</StatusKode>');
    } catch {
      return false;
    }
  }
}
