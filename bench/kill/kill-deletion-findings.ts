import { createHash } from 'node:crypto';
import type { CampaignDoors } from '../life/campaign-doors.js';
import type { DeletedChild } from '../life/campaign-family.js';
import { mortalServices } from './kill-plan.js';
import type { KillTally } from './kill-tally.js';
import type { Ledger } from '../ledger.js';
import { findMarks, type Read } from '../search-everywhere.js';

const leader = 'hv1-leader';
/** One about the consent, and at most one about the document that was shared while the child was deleted. */
const MOST_LETTERS = 2;

/** Looks whether deletions were done in every service, once, and whether anything of the children came back. */
export class KillDeletionFindings {
  constructor(
    private readonly doors: CampaignDoors,
    private readonly ledger: Ledger,
    /** Every row of every database. */
    private readonly rows: readonly Read[],
    /** The recipient's number of each letter that the channel has taken. */
    private readonly recipients: readonly string[],
    private readonly tally: KillTally,
  ) {}

  async of(children: readonly DeletedChild[]): Promise<void> {
    const path = '/child-deletions?limit=1000';
    const { json } = await this.doors.insist({ service: 'consent', path, who: leader });
    for (const child of children) {
      const { childId, deletionId } = child;
      const listed = json['deletions'].filter((deletion: any) => deletion.deletionId === deletionId);
      const done = listed.filter(({ confirmedAt, logVerified }: any) => confirmedAt !== null && logVerified === true);
      this.tally.count(`deletion ${deletionId} confirmed, with an access log that stands`, 1, done.length);
      this.tally.count(`events child.deleted about child ${childId}`, 1, this.ledger.events(childId, 'child.deleted'));
      this.everywhere(childId);
      this.letters(child);
      await this.doorsOf(child);
    }
  }

  /** Each service has noted the deletion once, and nothing in any table names the child. */
  private everywhere(childId: string): void {
    const hash = createHash('sha256').update(childId).digest('hex');
    const noted = this.rows.filter(({ where, text }) => where.endsWith('.forgotten_key') && text.includes(hash));
    const places = mortalServices.map((service) => `table ${service.replace('-', '_')}.forgotten_key`);
    const promised = Object.fromEntries(places.map((place) => [place, 1]));
    this.tally.compare(
      `deletions of child ${childId}`,
      promised,
      noted.map(({ where }) => where),
    );
    const left = findMarks([{ what: `child ${childId}, who was deleted,`, text: childId }], this.rows);
    this.tally.stopped.push(...left);
  }

  private letters({ childId, mother, father }: DeletedChild): void {
    for (const cpr of [mother, father]) {
      const taken = this.recipients.filter((recipient) => recipient === cpr).length;
      if (taken > MOST_LETTERS) {
        this.tally.doubled.push(`letters to a guardian of child ${childId}, who was deleted: ${taken}`);
      }
    }
  }

  /** Nobody finds the child at a door, and nothing is due in the chain of its report. */
  private async doorsOf({ childId, receiptId }: DeletedChild): Promise<void> {
    const record = { service: 'screening', path: `/children/${childId}/record`, who: leader } as const;
    const { status } = await this.doors.answer(record);
    if (status !== 403 && status !== 404) this.tally.stopped.push(`the record of deleted child ${childId}: ${status}`);
    const chain = { service: 'operations', path: `/receipts/${receiptId}/chain`, who: 'ops' } as const;
    const { json } = await this.doors.insist(chain);
    this.tally.mustHaveEnded(`the chain of receipt ${receiptId}`, [json['state']], ['complete']);
  }
}
