import { randomUUID } from 'node:crypto';
import type { CampaignChains } from './campaign-chains.js';
import type { CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily } from './campaign-family.js';
import type { CampaignOutside } from './campaign-outside.js';
import type { CampaignVisits } from './campaign-visits.js';

const leader = 'hv1-leader';

/** Fathers without custody: nothing is theirs to read, and they may ask. */
export class CampaignCustody {
  constructor(
    private readonly doors: CampaignDoors,
    private readonly outside: CampaignOutside,
    private readonly visits: CampaignVisits,
    private readonly chains: CampaignChains,
  ) {}

  /** The mother replies to her letter; then the father loses custody, and with it the document. */
  async isLost(): Promise<CampaignFamily> {
    const family = await this.outside.babyFamily();
    const visited = await this.visits.ofNewChild(family);
    await this.chains.end(visited.chain);
    const reply = { cpr: family.mother, text: 'Tak for sidst.', replyUuid: randomUUID() };
    await this.outside.push('digital-post/replies', reply);
    await this.outside.motherHoldsCustody(family);
    await this.outside.push('custody-register/change-events', { cpr: family.child });
    const path = `/documents/${visited.documentId}`;
    const { status } = await this.doors.answer({ service: 'parent-portal', path, who: family.father });
    if (status !== 403) throw new Error(`The portal answered ${status} to a father without custody`);
    return { ...visited, replies: 1 };
  }

  /** The father asks for information and the leader answers; both do it again with their keys when nothing comes back. */
  async neverWas(): Promise<CampaignFamily> {
    const family = await this.outside.babyFamily();
    await this.outside.motherHoldsCustody(family);
    const registered = await this.visits.register(family);
    const question = { childCpr: family.child, question: 'Hvordan går det med mit barn?' };
    const asking = { path: '/information-requests', who: family.father, body: question };
    const { json } = await this.doors.insist({ service: 'parent-portal', ...asking });
    const id: string = json['informationRequestId'];
    const answer = { outcome: 'given', reason: 'Talt i telefon.' };
    const answering = { path: `/information-requests/${id}/answer`, who: leader, body: answer };
    await this.doors.insist({ service: 'consent', ...answering });
    return {
      ...registered,
      informationRequests: [id],
      tasks: { information_request: 1 },
      events: { 'information.requested': 1, 'information.request.answered': 1 },
    };
  }
}
