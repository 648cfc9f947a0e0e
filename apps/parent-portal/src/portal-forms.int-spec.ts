import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Person } from './portal-broker.fixture.js';
import { RunningPortal } from './running-portal.fixture.js';
import { type TestVisitor, wordsOf } from './test-visitor.fixture.js';

const START = '2026-05-06T10:00:00Z';
const mother: Person = { cpr: '6902921112', guardianId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' };
const father: Person = { cpr: '7512911113', guardianId: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb' };
const withoutCustody: Person = { cpr: '7204871143', guardianId: null };
const childId = '11111111-1111-4111-8111-111111111111';
const consentId = 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee';
const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{7*7}}\u202e`;

const text = (language: string, title: string) => ({
  language,
  title,
  what: `${title}: hvad`,
  why: `${title}: hvorfor`,
  ifNo: `${title}: hvis nej`,
  withdrawing: `${title}: fortryd`,
});
const pending = {
  consentId,
  childId,
  municipality: 'K1',
  type: 'pass_on_to_daycare',
  documentKinds: ['adbb_result', 'health_visit_summary'],
  sender: 'HV-1',
  receiver: 'DC-A',
  placesWithheld: false,
  transitionId: null,
  validUntil: '2027-05-05',
  gdprBasis: 'GDPR art. 6',
  confidentialityBasis: 'Sundhedsloven § 43',
  textVersion: 3,
  texts: [text('da', 'Må dagtilbuddet se det?'), text('en', 'May the day care see it?')],
  requestedAt: START,
  state: 'pending',
  code: 'CONSENT_INCOMPLETE',
  asOf: START,
  answers: [] as object[],
  missingAnswers: 2,
  mayAnswer: ['granted', 'declined'],
  completedAt: null as string | null,
  endedAt: null as string | null,
};
const answered = (decision: string, at: string, own = true) => ({
  own,
  by: 'guardian',
  decision,
  at,
  textVersion: 3,
  language: 'da',
});

let portal: RunningPortal;
let consent: typeof pending;

beforeAll(async () => {
  portal = await RunningPortal.open(START);
});

afterAll(() => portal?.close());

beforeEach(async () => {
  await portal.minutes(0);
  portal.broker.asked = [];
  consent = structuredClone(pending);
  portal.broker.children = {
    [mother.guardianId!]: [{ childId, relation: 'guardian', firstName: 'Alma', ageMonths: 2, placesWithheld: false }],
  };
  portal.broker.answers = {
    [`GET /guardians/${mother.guardianId}/consents`]: () => [200, { consents: [consent] }],
    [`GET /consents/${consentId}?guardianId=${mother.guardianId}`]: () => [200, consent],
    [`GET /consents/${consentId}?guardianId=${father.guardianId}`]: () => problem(403, 'NOT_GUARDIAN'),
    [`GET /consents/${consentId}/withdrawal-preview`]: () => [200, { refusals: [] }],
    [`POST /consents/${consentId}/answers`]: () => [200, consent],
    [`GET /children/${childId}/guardian-messages`]: () => [200, { messages: [] }],
    [`POST /children/${childId}/guardian-messages`]: ({ body }) => [
      201,
      { messageId: randomUUID(), childId, guardianId: body.guardianId, writtenAt: START, text: body.text },
    ],
    'POST /access-decisions': () => [
      200,
      { outcome: 'refused', code: 'NOT_GUARDIAN', hidden: false, rule: 'R11', asOf: START },
    ],
    'POST /information-requests': () => [202, { informationRequestId: randomUUID() }],
  };
});

const problem = (status: number, code: string): [number, object] => [
  status,
  { code, detail: code, cure: code, place: null },
];

const loggedIn = (person: Person = mother): Promise<TestVisitor> => portal.loggedIn(person);

/** The fields of the form on the page that is sent to `action`. */
async function formOf(one: TestVisitor, path: string, action = path): Promise<Record<string, string>> {
  const { text: html } = await one.go(path);
  const [, form = ''] = new RegExp(`<form[^>]*action="${action}"[^>]*>(.*?)</form>`, 's').exec(html) ?? [];
  const fields = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]);
  return Object.fromEntries(fields.filter(([name]) => name !== 'decision'));
}

const told = (start: string) => portal.broker.asked.filter(({ what }) => what.startsWith(`POST ${start}`));
const answers = () => told(`/consents/${consentId}/answers`);
const page = `/portal/consents/${consentId}`;

describe('a page', () => {
  const identify = 'POST /guardians/identify';
  const ofMother = `guardianId=${mother.guardianId}`;
  it.each([
    ['/portal', []],
    ['/portal/consents', [`GET /guardians/${mother.guardianId}/consents`]],
    [`/portal/consents/${consentId}`, [`GET /consents/${consentId}?${ofMother}`]],
    [`/portal/children/${childId}/messages`, [`GET /children/${childId}/guardian-messages?${ofMother}`]],
  ])('%s asks once who the person is, and once for what it shows', async (path, asked) => {
    const one = await loggedIn();
    await one.go(path);
    portal.broker.asked = [];
    expect((await one.go(path)).status).toBe(200);
    expect(portal.broker.asked.map(({ what }) => what)).toEqual([identify, ...asked]);
  });
});

describe('a consent, asked on one page', () => {
  it('tells what, to whom, from whom, why, until when, and what happens if the answer is no', async () => {
    const words = wordsOf((await (await loggedIn()).go(page)).text);
    for (const part of [
      'Må dagtilbuddet se det?',
      'Alma',
      'Vuggestuen Solsikken',
      'Sundhedsplejen Nord',
      'hvorfor',
      'Til og med 5. maj 2027',
      'hvis nej',
      'fortryd',
      'Der mangler svar fra 2 personer.',
    ])
      expect(words).toContain(part);
    expect(words).not.toMatch(/DC-A|HV-1|adbb_result|CONSENT_/);
  });

  it('is answered as the person, in the words that were shown, with the evidence of the login', async () => {
    const one = await loggedIn();
    const form = await formOf(one, page);
    const { status, location } = await one.send(page, { ...form, decision: 'granted' });
    expect([status, location]).toEqual([303, `${page}/receipt`]);
    expect(answers()).toMatchObject([
      {
        body: {
          guardianId: mother.guardianId,
          decision: 'granted',
          textVersion: 3,
          language: 'da',
          login: { broker: 'mitid', assurance: 'substantial' },
        },
      },
    ]);
  });

  it('is answered in English where English was shown', async () => {
    const one = await loggedIn();
    await one.go('/portal/language/en');
    const form = await formOf(one, page);
    await one.send(page, { ...form, decision: 'declined' });
    expect(answers()[0]!.body).toMatchObject({ decision: 'declined', language: 'en' });
  });

  it('is answered once by a double click, and anew from a page loaded anew', async () => {
    const one = await loggedIn();
    const form = await formOf(one, page);
    const clicks = await Promise.all([1, 2].map(() => one.send(page, { ...form, decision: 'granted' })));
    expect(clicks.map(({ status }) => status)).toEqual([303, 303]);
    await one.send(page, { ...(await formOf(one, page)), decision: 'granted' });
    const [first, second, later] = answers().map(({ key }) => key);
    expect(first).toBe(second);
    expect(later).not.toBe(first);
  });

  it('shares the key of its form with nobody else', async () => {
    const [here, there] = [await loggedIn(), await loggedIn()];
    const form = await formOf(here, page);
    await here.send(page, { ...form, decision: 'granted' });
    await there.send(page, { ...form, csrf: await there.formToken(), decision: 'granted' });
    expect(new Set(answers().map(({ key }) => key)).size).toBe(2);
  });

  it('whose words have changed is refused clearly and shown anew', async () => {
    const one = await loggedIn();
    const form = await formOf(one, page);
    consent.textVersion = 4;
    consent.texts = [text('da', 'Må det nye sted se det?')];
    const { status, text: html } = await one.send(page, { ...form, decision: 'granted' });
    expect([status, answers()]).toEqual([422, []]);
    expect(wordsOf(html)).toMatch(/Teksten er ændret Vi har ikke gemt noget svar.*Må det nye sted se det/);
    expect(html).toContain('name="textVersion" value="4"');
  });

  it.each(['STATE_CONFLICT', 'IDEMPOTENCY_KEY_REUSED'])(
    'that came too late (%s) shows how it stands now',
    async (code) => {
      const one = await loggedIn();
      const form = await formOf(one, page);
      portal.broker.answers[`POST /consents/${consentId}/answers`] = () => {
        Object.assign(consent, { state: 'withdrawn', mayAnswer: [], endedAt: START });
        return problem(409, code);
      };
      const { status, text: html } = await one.send(page, { ...form, decision: 'granted' });
      expect(status).toBe(422);
      expect(wordsOf(html)).toMatch(/Det kan ikke besvares sådan mere.*Trukket tilbage/);
    },
  );

  it('asks for a fresh login before the answer, says so before, and takes nothing until then', async () => {
    const one = await loggedIn();
    const form = await formOf(one, page);
    await portal.minutes(6);
    expect(wordsOf((await one.go(page)).text)).toContain('Du skal logge ind med MitID igen, før du svarer');
    const { status, location } = await one.send(page, { ...form, decision: 'granted' });
    expect([status, location]).toEqual([303, `/portal/login?back=${encodeURIComponent(page)}`]);
    expect(answers()).toEqual([]);
    const back = await one.logIn(mother, page);
    expect(back.location).toBe(page);
    expect((await one.send(page, { ...(await formOf(one, page)), decision: 'granted' })).status).toBe(303);
    expect(answers()).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, number]>([
    ['without a token', { csrf: '' }, 403],
    ['with a decision that is none of the form’s', { decision: 'withdrawn' }, 422],
    ['without a key', { key: '' }, 422],
  ])('takes no form %s', async (_case, part, expected) => {
    const one = await loggedIn();
    const form = await formOf(one, page);
    expect((await one.send(page, { ...form, decision: 'granted', ...part })).status).toBe(expected);
    expect(answers()).toEqual([]);
  });

  it('lets a form say nothing about whose answer it is', async () => {
    const one = await loggedIn();
    const form = await formOf(one, page);
    const login = JSON.stringify({ assurance: 'high' });
    await one.send(page, { ...form, decision: 'granted', guardianId: father.guardianId!, login });
    expect(answers()[0]!.body).toMatchObject({ guardianId: mother.guardianId, login: { assurance: 'substantial' } });
  });

  it('of another family is not there, to read, to answer or to withdraw', async () => {
    const one = await loggedIn(father);
    for (const path of [page, `${page}/receipt`, `${page}/withdraw`]) expect((await one.go(path)).status).toBe(404);
    const fields = { csrf: await one.formToken(), key: randomUUID(), textVersion: '3', language: 'da' };
    expect((await one.send(page, { ...fields, decision: 'granted' })).status).toBe(404);
    expect((await one.send(`${page}/withdraw`, fields)).status).toBe(404);
    expect(answers()).toEqual([]);
  });

  it('names no place that the person may not learn', async () => {
    Object.assign(consent, { placesWithheld: true, sender: null, receiver: null });
    const one = await loggedIn();
    for (const path of [page, `${page}/receipt`, '/portal/consents']) {
      const words = wordsOf((await one.go(path)).text);
      expect(words).toContain('Stedet bliver ikke vist her');
      expect(words).not.toMatch(/Solsikken|Nord|DC-A|HV-1/);
    }
  });

  it.each<[string, object, string]>([
    ['pending', { mayAnswer: ['withdrawn'], missingAnswers: 1 }, 'Venter på en anden'],
    ['active', { mayAnswer: ['withdrawn'], completedAt: START }, 'Gælder nu'],
    ['declined', { mayAnswer: [], endedAt: START }, 'Der er sagt nej'],
    ['withdrawn', { mayAnswer: [], endedAt: START }, 'Trukket tilbage'],
    ['expired', { mayAnswer: [], endedAt: START }, 'Udløbet'],
    ['incomplete', { mayAnswer: ['granted', 'declined'] }, 'Mangler dit svar'],
    ['incomplete', { mayAnswer: ['withdrawn'] }, 'Mangler svar fra en anden'],
    ['in_review', { mayAnswer: [] }, 'Den unge svarer selv'],
    ['in_review', { mayAnswer: ['granted', 'declined'] }, 'Venter på dit svar'],
  ])('that is %s says so in words, with the answers that are open and no others', async (state, part, name) => {
    Object.assign(consent, { state, ...part });
    const { text: html } = await (await loggedIn()).go(page);
    expect(wordsOf(html)).toContain(name);
    expect(html.includes('value="granted"')).toBe(consent.mayAnswer.includes('granted'));
    expect(html.includes(`${page}/withdraw`)).toBe(consent.mayAnswer.includes('withdrawn'));
  });
});

describe('a receipt', () => {
  it('shows both dates after a withdrawal, whose answers they were, and its number with a word', async () => {
    Object.assign(consent, {
      state: 'withdrawn',
      mayAnswer: [],
      missingAnswers: 0,
      answers: [
        answered('granted', '2026-05-06T10:05:00Z'),
        answered('granted', '2026-05-07T08:00:00Z', false),
        answered('withdrawn', '2026-05-08T09:30:00Z', false),
      ],
      completedAt: '2026-05-07T08:00:00Z',
      endedAt: '2026-05-08T09:30:00Z',
    });
    const words = wordsOf((await (await loggedIn()).go(`${page}/receipt`)).text);
    expect(words).toMatch(/havde sagt ja 7\. maj 2026 kl\. 10\.00 Sluttede 8\. maj 2026 kl\. 11\.30/);
    expect(words).toMatch(/Dig : Sagde ja, 6\. maj 2026 kl\. 12\.05/);
    expect(words).toMatch(/En anden med forældremyndighed : Trak samtykket tilbage, 8\. maj/);
    expect(words).toContain(`Kvitteringens nummer ${consentId}`);
  });
});

describe('a withdrawal', () => {
  beforeEach(() => {
    Object.assign(consent, {
      state: 'active',
      code: null,
      mayAnswer: ['withdrawn'],
      completedAt: START,
      answers: [answered('granted', START)],
    });
  });

  it('shows before it exactly what would be refused to whom', async () => {
    const refusal = (role: string, documentKind: string, organisation: string | null = 'DC-A') => ({
      organisation,
      role,
      documentKind,
      code: 'CONSENT_WITHDRAWN',
    });
    portal.broker.answers[`GET /consents/${consentId}/withdrawal-preview`] = () => [
      200,
      { refusals: [refusal('daycare_staff', 'adbb_result'), refusal('institution_leader', 'adbb_result')] },
    ];
    const { text: html } = await (await loggedIn()).go(`${page}/withdraw`);
    expect(wordsOf(html)).toMatch(
      /ADBB\) Sted Vuggestuen Solsikken Hvem Medarbejder i dagtilbud, Leder Får svaret Samtykket er trukket tilbage\./,
    );
    expect(answers()).toEqual([]);
  });

  it('names in its preview no place that the person may not learn', async () => {
    Object.assign(consent, { placesWithheld: true, sender: null, receiver: null });
    const refusal = {
      organisation: null,
      role: 'daycare_staff',
      documentKind: 'adbb_result',
      code: 'CONSENT_WITHDRAWN',
    };
    portal.broker.answers[`GET /consents/${consentId}/withdrawal-preview`] = () => [200, { refusals: [refusal] }];
    const { text: html } = await (await loggedIn()).go(`${page}/withdraw`);
    expect(wordsOf(html)).toMatch(/Sted Stedet bliver ikke vist her Hvem Medarbejder i dagtilbud/);
    expect(html).not.toMatch(/Solsikken|DC-A|HV-1/);
  });

  it('is done once by its own form, after a fresh login, and leads to the receipt', async () => {
    const one = await loggedIn();
    const path = `${page}/withdraw`;
    const form = await formOf(one, path);
    await portal.minutes(6);
    const { location } = await one.send(path, form);
    expect([location, answers()]).toEqual([`/portal/login?back=${encodeURIComponent(path)}`, []]);
    await one.logIn(mother, path);
    const again = await formOf(one, path);
    const clicks = await Promise.all([1, 2].map(() => one.send(path, again)));
    expect(clicks.map((click) => click.location)).toEqual([`${page}/receipt`, `${page}/receipt`]);
    expect(new Set(answers().map(({ key }) => key)).size).toBe(1);
    expect(answers()[0]!.body).toMatchObject({ decision: 'withdrawn', guardianId: mother.guardianId });
  });

  it('of what is not in force offers no button', async () => {
    Object.assign(consent, { state: 'expired', mayAnswer: [], endedAt: START });
    const { text: html } = await (await loggedIn()).go(`${page}/withdraw`);
    expect(wordsOf(html)).toContain('Samtykket kan ikke trækkes tilbage');
    expect(html).not.toContain('name="key"');
  });
});

describe('the language of letters', () => {
  it('is shown as it was chosen, chosen anew, and told to consent', async () => {
    portal.broker.answers['POST /guardians/identify'] = () => [
      200,
      { guardianId: mother.guardianId, children: [], language: 'en' },
    ];
    portal.broker.answers[`GET /guardians/${mother.guardianId}/letters`] = () => [200, { letters: [] }];
    portal.broker.answers[`PUT /guardians/${mother.guardianId}/language`] = () => [204, undefined];
    const one = await loggedIn();
    const { text } = await one.go('/portal/letters');
    expect(/<option[^>]*value="en"[^>]*>/.exec(text)![0]).toContain('selected');
    expect(/<option[^>]*value="da"[^>]*>/.exec(text)![0]).not.toContain('selected');
    const csrf = await one.formToken();
    const { status, location } = await one.send('/portal/letters/language', { csrf, language: 'da' });
    expect([status, location]).toEqual([303, '/portal/letters/language-chosen']);
    expect(portal.broker.asked.findLast(({ what }) => what.startsWith('PUT'))!.body).toEqual({ language: 'da' });
    expect((await one.send('/portal/letters/language', { csrf, language: 'xx' })).status).toBe(422);
    expect((await one.send('/portal/letters/language', { language: 'en' })).status).toBe(403);
  });
});

describe('a message to the institution', () => {
  const path = `/portal/children/${childId}/messages`;

  it('is sent once by a double click, word by word, and confirmed', async () => {
    const one = await loggedIn();
    const form = await formOf(one, path);
    const fields = { ...form, text: `Linje 1\nLinje 2 ${HOSTILE}` };
    const [first] = await Promise.all([1, 2].map(() => one.send(path, fields)));
    expect([first!.status, first!.location]).toEqual([303, `${path}/sent`]);
    expect(wordsOf((await one.go(`${path}/sent`)).text)).toContain('Din besked er sendt');
    const written = told(`/children/${childId}/guardian-messages`);
    expect(new Set(written.map(({ key }) => key)).size).toBe(1);
    expect(written[0]!.body).toEqual({ guardianId: mother.guardianId, text: fields.text });
  });

  it.each([
    ['empty', '  \n ', 'Skriv en besked'],
    ['too long', 'x'.repeat(4001), 'Beskeden er på 4001 tegn'],
  ])('that is %s is shown again with what was written, and not sent', async (_case, words, fault) => {
    const one = await loggedIn();
    const form = await formOf(one, path);
    const { status, text: html } = await one.send(path, { ...form, text: words });
    expect([status, told(`/children/${childId}/guardian-messages`)]).toEqual([422, []]);
    expect(html).toContain('<title>Fejl: ');
    expect(wordsOf(html)).toContain(fault);
    expect(html).toContain(words.trim().slice(0, 100));
    expect(html).toContain('aria-describedby="text-hint text-fault" aria-invalid="true"');
  });

  it('of somebody else’s child is written to nobody', async () => {
    portal.broker.answers['POST /children/2222'] = () => problem(403, 'NOT_GUARDIAN');
    const one = await loggedIn();
    const other = '/portal/children/22222222-2222-4222-8222-222222222222/messages';
    const fields = { csrf: await one.formToken(), key: randomUUID(), text: 'x' };
    expect((await one.send(other, fields)).status).toBe(404);
    expect((await one.go(other)).status).toBe(404);
  });

  it('stands on the page as words, whatever was written', async () => {
    const message = {
      messageId: randomUUID(),
      childId,
      guardianId: mother.guardianId,
      writtenAt: START,
      text: HOSTILE,
    };
    portal.broker.answers[`GET /children/${childId}/guardian-messages`] = () => [200, { messages: [message] }];
    const { text: html } = await (await loggedIn()).go(path);
    expect(html).toContain('&lt;script>alert(1)&lt;/script>');
    expect(html).not.toMatch(/<script|<img/);
    expect(wordsOf(html)).toMatch(/Skrevet af dig.*Kan ikke ændres/);
  });
});

describe('asking for information without custody', () => {
  const path = '/portal/information';
  const ask = async (one: TestVisitor, childNumber: string, question = 'Hvordan går det?') =>
    one.send(path, { ...(await formOf(one, path)), childNumber, question });

  it('is answered alike whoever is asked about, and the number stands in no address', async () => {
    const one = await loggedIn(withoutCustody);
    const answersSeen = [];
    for (const number of ['640326-4012', '6403264012', ' 640326 – 4012 ', '911225-6999']) {
      const { status, location } = await ask(one, number);
      const { text: html } = await one.go(location);
      answersSeen.push([status, location, wordsOf(html)]);
      expect(html).not.toMatch(/6403|4012|9112|6999/);
    }
    expect(new Set(answersSeen.map(String)).size).toBe(1);
    expect(told('/information-requests').map(({ body }) => body)).toEqual(
      ['6403264012', '6403264012', '6403264012', '9112256999'].map((childCpr) => ({
        municipality: 'K1',
        requesterCpr: withoutCustody.cpr,
        childCpr,
        question: 'Hvordan går det?',
      })),
    );
  });

  it('says what is wrong with the form and nothing about anybody, and keeps what was written', async () => {
    const one = await loggedIn(withoutCustody);
    const { status, text: html } = await ask(one, '640326', HOSTILE);
    expect([status, told('/information-requests')]).toEqual([422, []]);
    expect(wordsOf(html)).toContain('Skriv barnets cpr-nummer med 10 cifre.');
    expect(html).toContain('&lt;script>');
    expect(html).not.toMatch(/<script|<img/);
    expect(wordsOf((await ask(one, '640326-4012', ' ')).text)).toContain('Skriv, hvad du gerne vil vide.');
    expect((await ask(one, '640326-4012', 'x'.repeat(4001))).status).toBe(422);
    expect(told('/information-requests')).toEqual([]);
  });

  it('is no way to flood a leader with tasks: after ten in an hour the person waits, logged in anew or not', async () => {
    const eager: Person = { cpr: '7204871150', guardianId: null };
    const one = await loggedIn(eager);
    const statuses: number[] = [];
    for (let times = 0; times < 11; times++) statuses.push((await ask(one, '640326-4012')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 303), 429]);
    const refused = await ask(await loggedIn(eager), '640326-4012');
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(wordsOf(refused.text)).toContain('Du har prøvet for mange gange');
    expect((await ask(await loggedIn({ cpr: '7204871151', guardianId: null }), '640326-4012')).status).toBe(303);
    expect(told('/information-requests')).toHaveLength(11);
  });

  it('is the way from every page that a person without custody is kept from', async () => {
    const one = await loggedIn(withoutCustody);
    for (const from of ['/portal', '/portal/consents', '/portal/letters', `/portal/children/${childId}/access-log`]) {
      expect((await one.go(from)).text).toContain('href="/portal/information"');
    }
  });
});

describe('what the municipality says', () => {
  it('is there for everybody who is logged in, and support for everybody', async () => {
    const one = await loggedIn(withoutCustody);
    expect(wordsOf((await one.go('/portal/contact')).text)).toMatch(/Sundhedsplejen.*Teknisk support/);
    expect(wordsOf((await one.go('/portal/processing')).text)).toContain('Hvad har du ret til?');
    const anybody = portal.visitor();
    expect((await anybody.go('/portal/contact')).status).toBe(303);
    expect(wordsOf((await anybody.go('/portal/support')).text)).toContain('Teknisk support');
  });
});
