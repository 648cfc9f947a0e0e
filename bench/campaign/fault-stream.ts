import { setTimeout as pause } from 'node:timers/promises';
import type { CampaignFamily } from '../life/campaign-family.js';
import type { CampaignOutside } from '../life/campaign-outside.js';
import type { CampaignVisits } from '../life/campaign-visits.js';

const CHILDREN = 6;
/** Between the receipt of one result and the sending of the next about the same child. */
const REST_MS = 150;

type SentResult = CampaignFamily['results'][number];

/** A journal that goes on sending results about some children, those of each child one after the other, until each is acknowledged. */
export class FaultStream {
  private isOver = false;
  private sending: Promise<CampaignFamily[]> = Promise.resolve([]);

  private constructor(
    private readonly visits: CampaignVisits,
    readonly registered: readonly CampaignFamily[],
  ) {}

  static async open(visits: CampaignVisits, outside: CampaignOutside): Promise<FaultStream> {
    const families = await Promise.all(Array.from({ length: CHILDREN }, () => outside.babyFamily()));
    const stream = new FaultStream(visits, await Promise.all(families.map((family) => visits.register(family))));
    stream.sending = Promise.all(stream.registered.map((family) => stream.sendAbout(family)));
    // What goes wrong is told to whoever asks what was sent.
    stream.sending.catch(() => undefined);
    return stream;
  }

  /** Sends nothing new. */
  stop(): void {
    this.isOver = true;
  }

  /** What was sent and acknowledged about each child, once the stream has been stopped. */
  sent(): Promise<CampaignFamily[]> {
    return this.sending;
  }

  private async sendAbout(family: CampaignFamily): Promise<CampaignFamily> {
    const results: SentResult[] = [];
    while (!this.isOver) {
      results.push(await this.visits.sendResult(family.childId, family.child));
      await pause(REST_MS);
    }
    return { ...family, results };
  }
}
