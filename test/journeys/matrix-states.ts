import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { RememberedLogins } from '#local/remembered-logins.js';
import { serviceNames } from '#local/service-name.js';
import type { ConsentFact } from '../../apps/consent/src/consents/consent-fact.js';
import { call, postTo, type Answered } from '../scenarios/world.js';
import type { JourneyHub } from './journey-hub.js';

/** A child in one state, and the ids of what is kept about it. */
export interface MatrixChild {
  readonly child: string;
  readonly mother: string;
  readonly father: string;
  readonly childId: string;
  /** Shared with those who have a say. */
  documentId: string;
  /** Written and shared with nobody. */
  draftId: string;
  /** Asked for another receiver than the one that the cells are about. */
  otherConsentId: string;
}

/** What a write answers; each door its own id. */
interface Ids {
  childId: string;
  documentId: string;
  consentId: string;
  receiptId: string;
  informationRequestId: string;
}

interface Family {
  child: string;
  guardians: [string, string];
}

const kinds = ['adbb_result', 'health_visit_summary', 'health_observation'];
const day = (days: number): string => Temporal.Now.plainDateISO('Europe/Copenhagen').add({ days }).toString();

/** One child for each state that the access matrix knows, brought about through the doors that people use. */
export class MatrixStates {
  readonly byConsent = new Map<ConsentFact, MatrixChild>();
  young!: MatrixChild;
  /** Nobody has custody of a child known here, or of another one. */
  nobody!: string;
  stranger!: string;
  receiptId = '';
  letterId = '';
  replyId = '';
  informationRequestId = '';
  readonly soon = day(30);
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly logins: RememberedLogins;

  constructor(private readonly journey: JourneyHub) {
    this.logins = new RememberedLogins(`${journey.hub.urls['stand-ins']}/oidc`);
  }

  get main(): MatrixChild {
    return this.byConsent.get('never_asked')!;
  }

  url(service: 'consent' | 'screening' | 'notifications' | 'novax-adapter' | 'parent-portal'): string {
    return this.journey.hub.urls[service];
  }

  /** The token of a person by CPR number, or of staff by `role organisation municipality`. */
  token(who: string): Promise<string> {
    if (/^\d{10}$/.test(who)) return this.logins.tokenOf(who);
    const known = this.tokens.get(who) ?? this.login(who);
    this.tokens.set(who, known);
    return known;
  }

  async bringAbout(): Promise<void> {
    const { families } = (
      await this.control('PUT', 'custody-register/generated-families', { count: 9, firstBirth: day(-300) })
    ).json as unknown as { families: Family[] };
    const facts = ['never_asked', 'active', 'incomplete', 'withdrawn', 'expired', 'custody_unknown'] as const;
    await Promise.all(
      facts.map(async (fact, nth) => this.byConsent.set(fact, await this.child(families[nth]!, 'HV-1'))),
    );
    this.young = await this.child(await this.almost15(families[6]!), 'HV-1');
    this.stranger = (await this.child(families[7]!, 'HV-2')).mother;
    this.nobody = families[8]!.guardians[0];
    await Promise.all([
      this.fill(this.main),
      this.fill(this.young),
      this.consents(),
      this.sendResult(),
      this.askForInformation(),
    ]);
    await this.letters();
    await this.setClocks(day(1));
    await this.share(this.young);
    await this.settle();
  }

  /** The register falls silent, and what was known about one child's custody is no longer to be relied on. */
  async silenceRegister(): Promise<void> {
    await this.control('PUT', 'custody-register/behaviour', { mode: 'fault' });
    const { child } = this.byConsent.get('custody_unknown')!;
    await this.control('POST', 'custody-register/change-events', { cpr: child });
  }

  private async login(staff: string): Promise<string> {
    const [role, organisation, municipality] = staff.split(' ');
    const username = staff.toLowerCase().replaceAll(/[ _]/g, '-');
    const subject = `staff-${username}`;
    await this.control('PUT', 'logins/staff', { username, subject, role, organisation, municipality });
    return this.logins.tokenOf(username);
  }

  private async child({ child, guardians: [mother, father] }: Family, healthVisitingUnit: string) {
    const nurse = await this.nurse(healthVisitingUnit);
    const { childId } = await this.done('POST', `${this.url('consent')}/children`, nurse, {
      cpr: child,
      healthVisitingUnit,
    });
    return { child, mother, father, childId, documentId: '', draftId: '', otherConsentId: '' };
  }

  /** Gives the family another child, who turns 15 tomorrow. */
  private async almost15({ guardians: [mother, father] }: Family): Promise<Family> {
    const born = Temporal.PlainDate.from(day(1)).subtract({ years: 15 });
    const two = (value: number): string => String(value % 100).padStart(2, '0');
    const child = `${two(born.day + 60)}${two(born.month)}${two(born.year)}4177`;
    await this.control('PUT', 'custody-register/people', {
      citizens: [{ cpr: child, name: 'Barnet Prøvesen' }],
      families: [{ child, mother, father, custody: [{ type: 3 }, { type: 4 }] }],
    });
    return { child, guardians: [mother, father] };
  }

  private async fill(child: MatrixChild): Promise<void> {
    await this.share(child);
    const { documentId } = await this.write(child);
    child.draftId = documentId;
    child.otherConsentId = (await this.askConsent(child, 'DC-B')).consentId;
    // From the 15th birthday a guardian keeps the receipts of what was answered before.
    if (child === this.young) await this.answer(child.otherConsentId, child.mother, 'granted');
    const messages = `${this.url('parent-portal')}/children/${child.childId}/messages`;
    await this.done('POST', messages, await this.token(child.mother), { text: 'Vi glæder os til næste besøg.' });
  }

  private async share(child: MatrixChild): Promise<void> {
    const { documentId } = await this.write(child);
    await this.done('POST', `${this.url('screening')}/documents/${documentId}/share`, await this.nurse(), {});
    child.documentId ||= documentId;
  }

  private async write({ childId }: MatrixChild): Promise<Ids> {
    const body = { kind: 'health_visit_summary', text: 'Barnet trives.' };
    return this.done('POST', `${this.url('screening')}/children/${childId}/documents`, await this.nurse(), body);
  }

  private async consents(): Promise<void> {
    const grant = async (fact: ConsentFact, until = day(60)) => {
      const child = this.byConsent.get(fact)!;
      const { consentId } = await this.askConsent(child, 'DC-A', until);
      for (const cpr of [child.mother, child.father]) await this.answer(consentId, cpr, 'granted');
      return { consentId: consentId, child };
    };
    const { consentId, child } = await grant('withdrawn');
    await Promise.all([
      grant('active'),
      grant('custody_unknown'),
      grant('expired', day(0)),
      this.askConsent(this.byConsent.get('incomplete')!, 'DC-A'),
      this.answer(consentId, child.father, 'withdrawn'),
    ]);
  }

  private async askConsent({ childId }: MatrixChild, receiver: string, validUntil = day(60)) {
    const body = { type: 'pass_on_to_daycare', documentKinds: kinds, receiver, validUntil };
    const url = `${this.url('consent')}/children/${childId}/consents`;
    return this.done('POST', url, await this.nurse(), body);
  }

  private async answer(consentId: string, cpr: string, decision: string): Promise<void> {
    const body = { decision, textVersion: 1, language: 'da' };
    await this.done('POST', `${this.url('parent-portal')}/consents/${consentId}/answers`, await this.token(cpr), body);
  }

  private async sendResult(): Promise<void> {
    const body = {
      recordId: 'MATRIX-1',
      version: 1,
      childCpr: this.main.child,
      observedAt: Temporal.Now.instant().subtract({ hours: 3 }).toString({ smallestUnit: 'second' }),
      items: Object.fromEntries(items.map((item) => [item, 0])),
      observerCertified: true,
    };
    const token = await this.journey.hub.tokenFor('journal-k1');
    this.receiptId = (await this.done('POST', `${this.url('novax-adapter')}/novax/results`, token, body)).receiptId;
  }

  private async askForInformation(): Promise<void> {
    const body = { childCpr: this.main.child, question: 'Hvordan går det?' };
    const url = `${this.url('parent-portal')}/information-requests`;
    const taken = await this.done('POST', url, await this.token(this.nobody), body);
    this.informationRequestId = taken.informationRequestId;
  }

  private async letters(): Promise<void> {
    await this.settle();
    const url = `${this.url('notifications')}/children/${this.main.childId}/letters`;
    const end = performance.now() + 20_000;
    let sent: { letterId: string; kind: string; state: string }[] = [];
    while (sent.length < 2 && performance.now() < end) {
      const { json } = await call(url, await this.nurse());
      sent = ((json['letters'] ?? []) as typeof sent).filter(
        ({ kind, state }) => kind === 'first_share' && ['submitted', 'delivered'].includes(state),
      );
    }
    this.letterId = sent[0]!.letterId;
    const replied = await this.control('POST', 'digital-post/replies', { cpr: this.main.mother, text: 'Tak.' });
    this.replyId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(String(replied.json['body']))![0];
  }

  private async setClocks(date: string): Promise<void> {
    const at = Temporal.Instant.from(`${date}T10:00:00Z`).toString();
    const clocks = serviceNames.map((name) => `${this.journey.hub.urls[name]}/clock`);
    await Promise.all(clocks.map((url) => this.done('PUT', url, '', { at })));
  }

  private async settle(): Promise<void> {
    const end = performance.now() + 30_000;
    while (!(await this.journey.settled.isSettled()) && performance.now() < end);
  }

  private nurse(unit = 'HV-1'): Promise<string> {
    return this.token(`health_visitor ${unit} K1`);
  }

  private async control(method: 'PUT' | 'POST', door: string, body: object): Promise<Answered> {
    const url = `${this.journey.hub.urls['stand-ins']}/control/${door}`;
    const answer = await call(url, '', { method, body: JSON.stringify(body) });
    if (answer.status > 204) throw new Error(`${url} answered ${answer.status} ${answer.bytes}`);
    return answer;
  }

  private async done(method: string, url: string, token: string, body: object): Promise<Ids> {
    const answer =
      method === 'POST'
        ? await postTo(url, token, body, randomUUID())
        : await call(url, token, { method, body: JSON.stringify(body) });
    if (answer.status > 204) throw new Error(`${url} answered ${answer.status} ${answer.bytes}`);
    return answer.json as unknown as Ids;
  }
}

const items = [
  '1facialExpression',
  '2eyeContact',
  '3generalLevelOfActivity',
  '4selfStimulatingGestures',
  '5vocalizations',
  '6brisknessOfResponseToStimulation',
  '7relationship',
  '8attraction',
];
