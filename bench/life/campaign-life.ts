import { CampaignChains } from './campaign-chains.js';
import { CampaignConsents } from './campaign-consents.js';
import { CampaignCustody } from './campaign-custody.js';
import { CampaignDeletion } from './campaign-deletion.js';
import type { CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily, DeletedChild } from './campaign-family.js';
import { CampaignLetters } from './campaign-letters.js';
import { CampaignOutside } from './campaign-outside.js';
import { CampaignVisits } from './campaign-visits.js';
import type { Ledger } from '../ledger.js';

const operator = 'ops';

export interface LivedDay {
  readonly families: readonly CampaignFamily[];
  readonly deleted: readonly DeletedChild[];
}

/** Daily life for the campaign: families come, journals send, health visitors share and ask, letters go out, parents read, answer and write. */
export class CampaignLife {
  private readonly letters: CampaignLetters;
  private readonly custody: CampaignCustody;
  private readonly consents: CampaignConsents;
  private readonly deletion: CampaignDeletion;

  constructor(
    private readonly doors: CampaignDoors,
    ledger: Ledger,
  ) {
    const outside = new CampaignOutside(doors);
    const visits = new CampaignVisits(doors, ledger);
    const chains = new CampaignChains(doors);
    this.letters = new CampaignLetters(doors, outside, visits, chains);
    this.custody = new CampaignCustody(doors, outside, visits, chains);
    this.consents = new CampaignConsents(doors, outside, visits, chains);
    this.deletion = new CampaignDeletion(doors, outside, visits, this.consents);
  }

  /** Everything that the campaign's days are made of, once, side by side for new families. */
  async day(): Promise<LivedDay> {
    const [deleted, beforeBirthday, ...families] = await Promise.all([
      this.deletion.whileWorkGoesOn(),
      this.consents.beforeBirthday(),
      this.consents.givenAndWithdrawn(),
      this.custody.isLost(),
      this.custody.neverWas(),
      this.letters.withLostAnswers(),
      this.letters.withoutReceipts(),
    ]);
    const [young] = await Promise.all([this.consents.birthday(beforeBirthday), this.rebuild()]);
    return { families: [young, ...families], deleted: [deleted] };
  }

  private async rebuild(): Promise<void> {
    const { json } = await this.doors.insist({ service: 'screening', path: '/rebuilds', who: operator, body: {} });
    if (!json['identical']) throw new Error(`A rebuild found differences: ${JSON.stringify(json['differences'])}`);
  }
}
