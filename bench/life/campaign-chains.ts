import { untilAhead } from './campaign-clock.js';
import type { Answered, CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily } from './campaign-family.js';

type Chain = NonNullable<CampaignFamily['chain']>;

const operator = 'ops';
const nurse = 'hv1-nurse';
const HOUR_MS = 3_600_000;
const ends: readonly string[] = ['delivered', 'failed', 'cancelled'];

/** Waits until what goes on by itself has come to its end: the chain of an entry, the letters about a child. */
export class CampaignChains {
  constructor(private readonly doors: CampaignDoors) {}

  async end({ receiptId, ends: state }: Chain): Promise<void> {
    await this.doors.until(`the end of the chain of receipt ${receiptId}`, async () => {
      const { json } = await this.chain(receiptId);
      const ended = json['steps']?.filter(({ name }: any) => name === 'letter.delivered' || name === 'letter.failed');
      return json['state'] === state && ended.length === 2 ? true : null;
    });
  }

  /** A day later by the clock of operations: they see that a receipt is missing. */
  gapIsFound({ receiptId }: Pick<Chain, 'receiptId'>): Promise<void> {
    const what = `the gap in the chain of receipt ${receiptId}`;
    return untilAhead(this.doors, 'operations', 25 * HOUR_MS, what, async () => {
      return (await this.chain(receiptId)).json['gaps']?.length > 0;
    });
  }

  /** So many letters about the child are in its record, none of them on its way. */
  async lettersEnd(childId: string, count: number): Promise<void> {
    await this.doors.until(`the end of ${count} letters about child ${childId}`, async () => {
      const { json } = await this.doors.answer({
        service: 'screening',
        path: `/children/${childId}/record`,
        who: nurse,
      });
      const ended = json['letters']?.filter(({ state }: any) => ends.includes(state)) ?? [];
      return ended.length >= count ? true : null;
    });
  }

  private chain(receiptId: string): Promise<Answered> {
    return this.doors.answer({ service: 'operations', path: `/receipts/${receiptId}/chain`, who: operator });
  }
}
