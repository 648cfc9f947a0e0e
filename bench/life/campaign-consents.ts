import type { CampaignChains } from './campaign-chains.js';
import { untilAhead } from './campaign-clock.js';
import type { Act, Answered, CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily } from './campaign-family.js';
import type { CampaignOutside } from './campaign-outside.js';
import type { CampaignVisits } from './campaign-visits.js';

interface Asked {
  readonly consentId: string;
  readonly textVersion: number;
}

const nurse = 'hv1-nurse';
const dayCare = 'p1';
const DAY_MS = 24 * 3_600_000;
/** When a child of a family before the birthday has turned 15. */
const BIRTHDAY_IS_OVER_MS = 4 * DAY_MS;

/** Families that are asked for a consent. */
export class CampaignConsents {
  constructor(
    private readonly doors: CampaignDoors,
    private readonly outside: CampaignOutside,
    private readonly visits: CampaignVisits,
    private readonly chains: CampaignChains,
  ) {}

  /** Both parents are told by letter and say yes, the day care reads, and the father takes it back; the mother writes. */
  async givenAndWithdrawn(): Promise<CampaignFamily> {
    const registered = await this.visits.register(await this.outside.babyFamily());
    const { childId, mother, father } = registered;
    const asked = await this.request(childId);
    const [visited] = await Promise.all([
      this.visits.of(registered),
      this.granted(asked, mother),
      this.granted(asked, father),
    ]);
    await this.dayCareIsTold(childId, 'allowed');
    // A consent that is withdrawn before its letter has left needs none.
    await this.lettersTo(mother, 2);
    await this.lettersTo(father, 2);
    await Promise.all([this.answer(asked, father, 'withdrawn'), this.message(childId, mother)]);
    await this.dayCareIsTold(childId, 'CONSENT_WITHDRAWN');
    await this.chains.lettersEnd(childId, 4);
    return {
      ...visited,
      letters: { child: 0, mother: 2, father: 2 },
      messages: 1,
      consents: [{ consentId: asked.consentId, answers: { granted: 2, withdrawn: 1 }, ends: 'withdrawn' }],
      events: {
        'consent.requested': 1,
        'consent.granted': 2,
        'consent.completed': 1,
        'consent.withdrawn': 1,
        'guardian.message.received': 1,
      },
    };
  }

  /** Parents are asked for a child that will soon be 15, and are told so by letter. */
  async beforeBirthday(): Promise<CampaignFamily> {
    const family = await this.visits.register(await this.outside.familyBeforeBirthday());
    const { consentId } = await this.request(family.childId);
    await this.chains.lettersEnd(family.childId, 2);
    return {
      ...family,
      letters: { child: 0, mother: 1, father: 1 },
      consents: [{ consentId, answers: {} }],
      events: { 'consent.requested': 1 },
    };
  }

  /** Some days later by the clock of consent: the young person is asked instead, also by letter. */
  async birthday(family: CampaignFamily): Promise<CampaignFamily> {
    const { child, childId } = family;
    const what = `the question to child ${childId}, who turned 15`;
    await untilAhead(this.doors, 'consent', BIRTHDAY_IS_OVER_MS, what, async () => {
      return (await this.outside.lettersTo(child)) > 0;
    });
    await this.chains.lettersEnd(childId, 3);
    return { ...family, letters: { ...family.letters, child: 1 }, events: { 'consent.requested': 2 } };
  }

  /** The health visitor asks whether the day care may see ADBB results. */
  async request(childId: string): Promise<Asked> {
    const body = {
      type: 'pass_on_to_daycare',
      documentKinds: ['adbb_result'],
      receiver: 'DC-A',
      validUntil: new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10),
    };
    const path = `/children/${childId}/consents`;
    const { json } = await this.doors.insist({ service: 'consent', path, who: nurse, body });
    return { consentId: json['consentId'], textVersion: json['textVersion'] };
  }

  private async message(childId: string, guardian: string): Promise<void> {
    const message = { path: `/children/${childId}/messages`, body: { text: 'Vi vil gerne tale med jer.' } };
    await this.doors.insist({ service: 'parent-portal', who: guardian, ...message });
  }

  private async granted(asked: Asked, guardian: string): Promise<void> {
    await this.lettersTo(guardian, 1);
    await this.answer(asked, guardian, 'granted');
  }

  async lettersTo(guardian: string, count: number): Promise<void> {
    await this.doors.until(`letter ${count} to a guardian`, async () => {
      return (await this.outside.lettersTo(guardian)) >= count ? true : null;
    });
  }

  /** An answer whose receipt was lost is given again with its key. */
  private async answer(asked: Asked, who: string, decision: string): Promise<void> {
    await this.doors.insist(answering(asked, who, decision));
  }

  /** Says yes to what may not be asked any more. @returns whatever the portal says to that */
  tryToAnswer(asked: Asked, who: string): Promise<Answered> {
    return this.doors.answer(answering(asked, who, 'granted'));
  }

  /** Throws unless the day care, when it asks for ADBB results, is told just this: `allowed` or the code of a refusal. */
  private async dayCareIsTold(childId: string, expected: string): Promise<void> {
    const path = `/children/${childId}/adbb-results`;
    const { status, json } = await this.doors.answer({ service: 'screening', path, who: dayCare });
    const told = status === 200 ? 'allowed' : String(json['code'] ?? status);
    if (told !== expected) throw new Error(`The day care was told ${told} about child ${childId}, not ${expected}`);
  }
}

const answering = ({ consentId, textVersion }: Asked, who: string, decision: string): Act => ({
  service: 'parent-portal',
  path: `/consents/${consentId}/answers`,
  who,
  body: { decision, textVersion, language: 'da' },
});
