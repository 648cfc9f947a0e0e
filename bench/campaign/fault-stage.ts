import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '#local/service-name.js';
import { CampaignChains } from '../life/campaign-chains.js';
import { CampaignDesk } from '../life/campaign-desk.js';
import type { Answered } from '../life/campaign-doors.js';
import type { CampaignFamily } from '../life/campaign-family.js';
import { CampaignVisits } from '../life/campaign-visits.js';
import type { FaultGround } from './fault-ground.js';
import { FaultStream } from './fault-stream.js';
import type { Ledger, LedgerEntry } from '../ledger.js';

const LOOK_EVERY_MS = 20;
const WARM_AFTER = 12;
/** So long a journal may wait for its receipt while the hub has to go on acknowledging, on a busy machine. */
const LONGEST_SILENCE_MS = 5_000;

export interface Life {
  /** Families whose document is shared meanwhile, so that two letters each go out. Default 1. */
  readonly shared?: number;
}

/** What a fault is given: the hub and its surroundings, the life that goes on meanwhile, and where troubles are told. */
export class FaultStage {
  readonly troubles: string[] = [];
  /** Everybody who was promised something. */
  readonly families: CampaignFamily[] = [];
  readonly recoveries: number[] = [];
  /** When a fault was there, by `performance.now()`. */
  readonly times: [number, number][] = [];
  /** Deaths of services so far. */
  kills = 0;
  readonly visits: CampaignVisits;
  readonly chains: CampaignChains;
  readonly desk: CampaignDesk;

  constructor(
    readonly ground: FaultGround,
    readonly ledger: Ledger,
    /** Numbers in [0, 1), the same for the same seed. */
    readonly chance: () => number,
    /** Record ids begin with it. */
    name: string,
  ) {
    this.visits = new CampaignVisits(ground.doors, ledger, name);
    this.chains = new CampaignChains(ground.doors);
    this.desk = new CampaignDesk(ground.doors);
  }

  /** A whole number from the one to the other, as the seed has it. */
  between(least: number, most: number): number {
    return least + Math.floor(this.chance() * (most - least + 1));
  }

  trouble(line: string): void {
    this.troubles.push(line);
  }

  must(holds: boolean, otherwise: string): void {
    if (!holds) this.trouble(otherwise);
  }

  /** kill -9 of a service. */
  async killed(service: ServiceName): Promise<void> {
    await this.ground.hub.kill(service);
    this.kills += 1;
  }

  wait(ms: number): Promise<unknown> {
    return pause(ms);
  }

  /**
   * Lets results stream and letters go out while the fault is played, measures how long the hub needs to come back, and waits until
   * everything has come to its end. The fault is over when the function returns.
   */
  async life(fault: (stream: FaultStream) => Promise<void>, { shared = 1 }: Life = {}): Promise<void> {
    const stream = await FaultStream.open(this.visits, this.ground.outside);
    await this.untilAcknowledged(WARM_AFTER, performance.now());
    const sharing = Promise.all(Array.from({ length: shared }, () => this.sharedFamily()));
    sharing.catch(() => undefined);
    const measured = this.recoveries.length;
    const from = performance.now();
    try {
      await fault(stream);
      this.times.push([from, performance.now()]);
      if (this.recoveries.length === measured) await this.comesBack(performance.now());
    } finally {
      stream.stop();
    }
    this.families.push(...(await stream.sent()), ...(await sharing));
    await this.ground.untilSettled();
    await this.desk.untilNobodyIsParked();
    await this.ground.untilSettled();
  }

  /** A family whose child's visits are reported, summed up, shared and told by letter. */
  async sharedFamily(): Promise<CampaignFamily> {
    const visited = await this.visits.ofNewChild(await this.ground.outside.babyFamily());
    await this.chains.end(visited.chain);
    return visited;
  }

  /** Waits until an entry sent from now on, and everything acknowledged before it, is visible; measured from that time on. */
  async comesBack(sinceMs: number): Promise<void> {
    const now = performance.now();
    const isNew = ({ sentAtMs, acknowledgedAtMs }: LedgerEntry) => sentAtMs >= now && acknowledgedAtMs !== null;
    await this.ground.doors.until('A new receipt', async () => this.entries().find(isNew) ?? null);
    await this.allVisible();
    this.recoveries.push(Math.round(performance.now() - sinceMs));
  }

  /** Waits until everything acknowledged so far is visible. */
  async allVisible(): Promise<void> {
    const promised = this.entries().filter(({ acknowledgedAtMs }) => acknowledgedAtMs !== null);
    await this.look('Everything acknowledged in the record', () =>
      promised.every(({ visibleAtMs }) => visibleAtMs !== null),
    );
  }

  async untilAcknowledged(count: number, sinceMs: number): Promise<void> {
    await this.look(`${count} receipts`, () => this.receiptsSince(sinceMs).length >= count);
  }

  /** For so long, receipts must not stop coming. */
  async goesOnAcknowledging(ms: number): Promise<void> {
    const from = performance.now();
    await pause(ms);
    const receipts = this.receiptsSince(from);
    this.must(receipts.length > 0, `no receipt at all in ${(ms / 1000).toFixed(1)} s in which they had to go on`);
    const times = [from, ...receipts, performance.now()];
    const silence = Math.max(...times.slice(1).map((at, nth) => at - times[nth]!));
    this.must(
      silence < LONGEST_SILENCE_MS,
      `no receipt for ${(silence / 1000).toFixed(1)} s of ${(ms / 1000).toFixed(0)} s in which they had to go on`,
    );
  }

  /** A result sent once more, which must be refused as a dependency that does not answer, and never acknowledged. */
  async intakeIsUnavailable(stream: FaultStream): Promise<void> {
    const { path, body } = this.visits.newResult(stream.registered[0]!.child);
    const answer = await this.ground.doors.try({ service: 'novax-adapter', path, body, who: 'journal-k1' });
    const isSo = answer?.status === 503 && answer.json['code'] === 'DEPENDENCY_UNAVAILABLE';
    this.must(isSo, `the intake answered ${told(answer)} instead of 503 DEPENDENCY_UNAVAILABLE`);
  }

  private entries(): LedgerEntry[] {
    return [...this.ledger.entries.values()];
  }

  private receiptsSince(sinceMs: number): number[] {
    return this.entries()
      .flatMap(({ acknowledgedAtMs }) =>
        acknowledgedAtMs !== null && acknowledgedAtMs > sinceMs ? [acknowledgedAtMs] : [],
      )
      .sort((a, b) => a - b);
  }

  /** Often, for what costs the hub nothing. */
  private async look(what: string, isSeen: () => boolean): Promise<void> {
    const began = performance.now();
    while (!isSeen()) {
      this.ground.patience(what, began);
      await pause(LOOK_EVERY_MS);
    }
  }
}

const told = (answer: Answered | null): string =>
  answer === null ? 'nothing' : `${answer.status} ${String(answer.json['code'] ?? '')}`.trim();
