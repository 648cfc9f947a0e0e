import type { CampaignConsents } from './campaign-consents.js';
import type { CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily, DeletedChild } from './campaign-family.js';
import type { CampaignOutside } from './campaign-outside.js';
import type { CampaignVisits } from './campaign-visits.js';

const nurse = 'hv1-nurse';
const administrator = 'admin';
const leader = 'hv1-leader';
const journal = 'journal-k1';

/** A family whose child is deleted while a letter, a report, a document and an answer about it are on their way. */
export class CampaignDeletion {
  constructor(
    private readonly doors: CampaignDoors,
    private readonly outside: CampaignOutside,
    private readonly visits: CampaignVisits,
    private readonly consents: CampaignConsents,
  ) {}

  async whileWorkGoesOn(): Promise<DeletedChild> {
    const registered = await this.visits.register(await this.outside.babyFamily());
    const { childId, child, mother, father } = registered;
    const asked = await this.consents.request(childId);
    const sent = await this.visits.sendResult(childId, child);
    const documentId = await this.visits.write(childId, sent.recordId);
    await this.visits.isTold(sent.recordId);
    await this.consents.lettersTo(mother, 1);
    const { deletionId } = await this.request(childId);
    const late = this.visits.newResult(child);
    await Promise.all([
      this.confirm(childId, deletionId),
      this.doors.answer({ service: 'screening', path: `/documents/${documentId}/share`, who: nurse, body: {} }),
      this.doors.answer({ service: 'novax-adapter', who: journal, path: late.path, body: late.body }),
      this.consents.tryToAnswer(asked, mother),
    ]);
    await this.isUnknownToTheJournal(registered);
    const { status } = await this.consents.tryToAnswer(asked, father);
    if (status < 400) throw new Error(`The portal answered ${status} to a consent about a child that was deleted`);
    return { childId, mother, father, deletionId, receiptId: sent.receiptId };
  }

  /** The administrator's request; whoever asks again is answered the one that stands. */
  private async request(childId: string): Promise<{ deletionId: string }> {
    const path = `/children/${childId}/deletion`;
    const body = { reason: 'data_subject_request' };
    const { json } = await this.doors.insist({ service: 'consent', path, who: administrator, body });
    return { deletionId: json['deletionId'] };
  }

  /** Whoever confirms again after a lost answer finds nothing to confirm any more, and looks at the list of deletions. */
  private async confirm(childId: string, deletionId: string): Promise<void> {
    const path = `/children/${childId}/deletion/confirmation`;
    const { status } = await this.doors.answer({ service: 'consent', path, who: leader, method: 'POST' });
    if (status === 200) return;
    const listed = await this.doors.insist({ service: 'consent', path: '/child-deletions?limit=1000', who: leader });
    const deletion = listed.json['deletions'].find((each: any) => each.deletionId === deletionId);
    if (status !== 404 || !deletion?.confirmedAt) {
      throw new Error(`Deletion ${deletionId} was answered ${status} and is not confirmed`);
    }
  }

  /** Until the adapter has heard of the deletion it may take in a report; from then on it knows no such child. */
  private async isUnknownToTheJournal({ childId, child }: CampaignFamily): Promise<void> {
    const { path, body } = this.visits.newResult(child);
    await this.doors.until(`the refusal of a report about child ${childId}, who was deleted`, async () => {
      const { status, json } = await this.doors.answer({ service: 'novax-adapter', who: journal, path, body });
      return status === 422 && json['code'] === 'UNKNOWN_CHILD' ? true : null;
    });
  }
}
