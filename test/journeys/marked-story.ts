import { randomBytes, randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { newLocalFamily } from '#local/local-family.js';
import { loginAs } from '#local/login.js';
import { buildTwoMonthReport } from '#local/two-month-report.js';
import { type Answered, call } from '../scenarios/world.js';
import type { JourneyHub } from './journey-hub.js';
import type { Mark } from '../../bench/search-everywhere.js';

const word = (): string =>
  randomBytes(5)
    .toString('hex')
    .replace(/[0-9]/g, (digit) => 'ghijklmnop'[Number(digit)]!);

/** A family, texts and ids that stand nowhere else in the world, so that each trace of them can be found. */
export class MarkedStory {
  readonly now = Temporal.Now.zonedDateTimeISO('Europe/Copenhagen');
  readonly names = { child: `Q${word()} Q${word()}`, mother: `Q${word()} Q${word()}`, father: `Q${word()} Q${word()}` };
  readonly documentText = `Skrevet om besøget: x${word()} x${word()}.`;
  readonly correctedText = `Skrevet igen om besøget: y${word()} y${word()}.`;
  readonly replyText = `Hej, vi har et spørgsmål: z${word()} z${word()}.`;
  readonly replyLabel = `Svar w${word()}`;
  readonly reportId = randomUUID();
  readonly laterReportId = randomUUID();
  readonly people = newLocalFamily(this.now.toPlainDate());
  readonly stranger = newLocalFamily(this.now.toPlainDate()).child.cpr;
  private readonly logins = new Map<string, Promise<string>>();

  constructor(private readonly journey: Pick<JourneyHub, 'hub'>) {}

  /** What says who somebody is. */
  get persons(): Mark[] {
    const numbers = [...Object.values(this.people).map(({ cpr }) => cpr), this.stranger];
    return [
      ...numbers.flatMap((cpr, nth) => [
        { what: `CPR number ${nth}`, text: cpr },
        { what: `CPR number ${nth} with hyphen`, text: `${cpr.slice(0, 6)}-${cpr.slice(6)}` },
      ]),
      ...Object.values(this.names).flatMap((name, nth) =>
        name.split(' ').map((part) => ({ what: `name ${nth}`, text: part })),
      ),
    ];
  }

  get documentTexts(): Mark[] {
    return [this.documentText, this.correctedText].flatMap((text) =>
      text.split(/[ .]+/).flatMap((part) => (/^[xy]/.test(part) ? [{ what: 'document text', text: part }] : [])),
    );
  }

  get replyTexts(): Mark[] {
    return `${this.replyText} ${this.replyLabel}`
      .split(/[ .]+/)
      .flatMap((part) => (/^[zw]/.test(part) ? [{ what: 'reply text', text: part }] : []));
  }

  /** Ids of what was reported about the mother. */
  get motherResources(): Mark[] {
    return ['mother', 'parent"', 'epds', 'parent-mental-status'].map((name) => ({
      what: `the mother's resource ${name}`,
      text: `${this.reportId}-${name}`,
    }));
  }

  report(change: {
    reportId: string;
    items: readonly number[];
    total: number;
    amended?: boolean;
    resourcePrefix?: string;
  }): object {
    return buildTwoMonthReport({
      childCpr: this.people.child.cpr,
      motherCpr: this.people.mother.cpr,
      items: change.items,
      total: change.total,
      observedOn: this.now.subtract({ days: 1 }).toPlainDate().toString(),
      reportId: change.reportId,
      resourcePrefix: change.resourcePrefix ?? this.reportId,
      adbbStatus: change.amended ? 'amended' : 'completed',
      timestamp: this.now
        .add({ seconds: change.amended ? 1 : 0 })
        .toInstant()
        .toString(),
    });
  }

  /** Puts the family into the register and the child into the hub. */
  async registerChild(): Promise<string> {
    const { child, mother, father } = this.people;
    const named = { child: this.names.child, mother: this.names.mother, father: this.names.father };
    const citizens = Object.entries({ child, mother, father }).map(([who, { cpr }]) => ({
      cpr,
      name: named[who as keyof typeof named],
      municipality: 'K1',
    }));
    await this.control('PUT', 'custody-register/people', {
      citizens,
      families: [{ child: child.cpr, mother: mother.cpr, father: father.cpr, custody: [{ type: 3 }, { type: 4 }] }],
    });
    const registered = await this.post('hv1-nurse', 'consent', '/children', {
      cpr: child.cpr,
      healthVisitingUnit: 'HV-1',
    });
    return String(registered.json['childId']);
  }

  /** A real login of staff by user name, or of a guardian by CPR number; once for each. */
  token(username: string): Promise<string> {
    const issuer = `${this.journey.hub.urls['stand-ins']}/oidc`;
    const known = this.logins.get(username) ?? loginAs({ issuer, username }).then((login) => login.accessToken);
    this.logins.set(username, known);
    return known;
  }

  async send(body: object): Promise<Answered> {
    const url = `${this.journey.hub.urls['novax-adapter']}/fhir/Bundle`;
    const token = await this.journey.hub.tokenFor('journal-k1');
    return call(url, token, { method: 'POST', contentType: 'application/fhir+json', body: JSON.stringify(body) });
  }

  async get(who: string, service: keyof JourneyHub['hub']['urls'], path: string): Promise<Answered> {
    return call(`${this.journey.hub.urls[service]}${path}`, await this.token(who));
  }

  async post(who: string, service: keyof JourneyHub['hub']['urls'], path: string, body: object): Promise<Answered> {
    const url = `${this.journey.hub.urls[service]}${path}`;
    const answer = await call(url, await this.token(who), { method: 'POST', body: JSON.stringify(body) });
    if (answer.status > 201) throw new Error(`POST ${path} answered ${answer.status} ${answer.bytes}`);
    return answer;
  }

  async control(method: string, door: string, body: object): Promise<Answered> {
    const url = `${this.journey.hub.urls['stand-ins']}/control/${door}`;
    const answer = await call(url, '', { method, body: JSON.stringify(body) });
    if (answer.status > 204) throw new Error(`${door} answered ${answer.status} ${answer.bytes}`);
    return answer;
  }
}
