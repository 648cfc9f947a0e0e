import type { ServiceName } from '#local/service-name.js';
import type { CampaignDoors } from '../life/campaign-doors.js';
import type { CampaignFamily } from '../life/campaign-family.js';
import type { KillTally } from './kill-tally.js';
import type { Ledger } from '../ledger.js';

const leader = 'hv1-leader';
const letterEnds = ['delivered', 'failed', 'cancelled'];
const stepsOfSharing = {
  'journal.entry.received': 1,
  'screening.result.recorded': 1,
  'portal.document.shared': 1,
  'letter.requested': 2,
};

/** Looks at one family's promises from outside: at the doors, among the events, and at the letter channel. */
export class KillFamilyFindings {
  constructor(
    private readonly doors: CampaignDoors,
    private readonly ledger: Ledger,
    /** The recipient's number of each letter that the channel has taken. */
    private readonly recipients: readonly string[],
    private readonly tally: KillTally,
  ) {}

  async of(family: CampaignFamily): Promise<void> {
    await this.record(family);
    await this.consents(family);
    await this.informationRequests(family);
    if (family.chain) await this.chain(family.chain);
    this.letters(family);
    for (const [name, promised] of Object.entries(family.events)) {
      const found = this.ledger.events(family.childId, name);
      this.tally.count(`events ${name} about child ${family.childId}`, promised, found);
    }
  }

  private async record(family: CampaignFamily): Promise<void> {
    const { childId, results, chain, letters, cancelled = 0 } = family;
    const { tally } = this;
    const record = await this.look('screening', `/children/${childId}/record`);
    const written = await this.look('screening', `/children/${childId}/guardian-messages`);
    const about = `in the record of child ${childId}`;
    const sent = each(results.map(({ recordId }) => recordId));
    tally.compare(`results ${about}`, sent, all(record['results'], 'recordId'));
    tally.compare(`tasks ${about}`, family.tasks, all(record['tasks'], 'kind'));
    tally.mustHaveEnded(`a task ${about}`, all(record['tasks'], 'state'), ['closed']);
    tally.mustHaveEnded(`a letter ${about}`, all(record['letters'], 'state'), letterEnds);
    tally.count(
      `letters ${about}`,
      letters.child + letters.mother + letters.father + cancelled,
      record['letters'].length,
    );
    tally.count(`replies ${about}`, family.replies, record['letters'].flatMap((letter: any) => letter.replies).length);
    tally.count(`documents ${about}`, chain ? 1 : 0, record['documents'].length);
    tally.count(`messages ${about}`, family.messages, written['messages'].length);
  }

  private async consents({ childId, consents }: CampaignFamily): Promise<void> {
    const found = (await this.look('consent', `/children/${childId}/consents`))['consents'];
    const about = `consents about child ${childId}`;
    this.tally.compare(about, each(consents.map(({ consentId }) => consentId)), all(found, 'consentId'));
    for (const { consentId, answers, ends } of consents) {
      const consent = found.find((one: any) => one.consentId === consentId);
      this.tally.compare(`answers to consent ${consentId}`, answers, all(consent?.answers ?? [], 'decision'));
      if (ends) this.tally.mustHaveEnded(`consent ${consentId}`, [String(consent?.state)], [ends]);
    }
  }

  private async informationRequests({ childId, informationRequests }: CampaignFamily): Promise<void> {
    const ofUnit = (await this.look('consent', '/information-requests'))['informationRequests'];
    const found = ofUnit.filter((request: any) => request.childId === childId);
    const about = `requests for information about child ${childId}`;
    this.tally.compare(about, each(informationRequests), all(found, 'informationRequestId'));
    this.tally.count(`${about} that were answered`, informationRequests.length, all(found, 'answeredAt').length);
  }

  private async chain({ receiptId, ends }: NonNullable<CampaignFamily['chain']>): Promise<void> {
    const chain = await this.look('operations', `/receipts/${receiptId}/chain`, 'ops');
    this.tally.mustHaveEnded(`the chain of receipt ${receiptId}`, [chain['state']], [ends]);
    const steps = all(chain['steps'], 'name');
    for (const [name, promised] of Object.entries(stepsOfSharing)) {
      const found = steps.filter((step) => step === name).length;
      this.tally.count(`steps ${name} of receipt ${receiptId}`, promised, found);
    }
  }

  private letters(family: CampaignFamily): void {
    for (const who of ['child', 'mother', 'father'] as const) {
      const taken = this.recipients.filter((cpr) => cpr === family[who]).length;
      const what = `letters at the channel to the ${who} of child ${family.childId}`;
      this.tally.count(what, family.letters[who], taken);
    }
  }

  private async look(service: ServiceName, path: string, who = leader): Promise<Record<string, any>> {
    return (await this.doors.insist({ service, path, who })).json;
  }
}

const each = (names: readonly string[]): Record<string, number> => Object.fromEntries(names.map((name) => [name, 1]));

/** What things have in that field, where it is filled. */
const all = (things: readonly any[], field: string): string[] =>
  things.map((thing) => thing[field]).filter((value) => value !== null);
