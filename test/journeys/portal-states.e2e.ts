import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Person } from '../../apps/parent-portal/src/portal-broker.fixture.js';
import { RunningPortal } from '../../apps/parent-portal/src/running-portal.fixture.js';
import { expectGoodPage } from '../browser/good-page.js';
import { weightOfFirstView } from '../browser/page-weight.js';
import { screenshot } from '../browser/screenshots.js';
import { TestBrowser } from '../browser/test-browser.js';

const START = '2026-05-06T10:00:00Z';
const mother: Person = { cpr: '6902921112', guardianId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' };
const nobody: Person = { cpr: '7204871143', guardianId: null };
const alma = '11111111-1111-4111-8111-111111111111';
const consentId = 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee';
const LIGHT = 150_000;

const paths = {
  consents: '/portal/consents',
  consent: `/portal/consents/${consentId}`,
  receipt: `/portal/consents/${consentId}/receipt`,
  withdraw: `/portal/consents/${consentId}/withdraw`,
  log: `/portal/children/${alma}/access-log`,
  messages: `/portal/children/${alma}/messages`,
  letters: '/portal/letters',
  information: '/portal/information',
};

const text = (language: string, title: string, rest: string) => ({
  language,
  title,
  what: rest,
  why: rest,
  ifNo: rest,
  withdrawing: rest,
});
const consent = {
  consentId,
  childId: alma,
  municipality: 'K1',
  type: 'pass_on_to_daycare',
  documentKinds: ['adbb_result', 'health_visit_summary'],
  sender: 'HV-1',
  receiver: 'DC-A',
  placesWithheld: false,
  transitionId: null,
  validUntil: '2027-05-05',
  gdprBasis: 'GDPR art. 6(1)(e), art. 9(2)(h)',
  confidentialityBasis: 'Sundhedsloven § 43, stk. 1 (samtykke)',
  textVersion: 1,
  texts: [
    text('da', 'Må dagtilbuddet se oplysninger fra sundhedsplejen?', 'Så kender personalet barnets behov fra starten.'),
    text(
      'en',
      'May the day care see information from the health visitors?',
      'The staff then know what the child needs.',
    ),
  ],
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
type Consent = { [Key in keyof typeof consent]: (typeof consent)[Key] | null };
const answer = (decision: string, at: string, own = true, by = 'guardian') => ({
  own,
  by,
  decision,
  at,
  textVersion: 1,
  language: 'da',
});
const granted = answer('granted', '2026-05-04T10:05:00Z');
const others = answer('granted', '2026-05-05T08:00:00Z', false);
const complete = { completedAt: '2026-05-05T08:00:00Z', missingAnswers: 0, answers: [granted, others], code: null };

/** Each state of a consent, as one who holds custody may meet it. */
const states: Record<string, Partial<Consent>> = {
  'pending-mine': {},
  'pending-others': { answers: [granted], mayAnswer: ['withdrawn'], missingAnswers: 1 },
  active: { ...complete, state: 'active', mayAnswer: ['withdrawn'], code: null },
  declined: { state: 'declined', mayAnswer: [], answers: [answer('declined', START)], endedAt: START },
  withdrawn: {
    ...complete,
    state: 'withdrawn',
    mayAnswer: [],
    answers: [granted, others, answer('withdrawn', START, false)],
    endedAt: START,
  },
  expired: { ...complete, state: 'expired', mayAnswer: [], endedAt: START },
  'incomplete-mine': { state: 'incomplete', answers: [others], missingAnswers: 1 },
  'incomplete-others': { state: 'incomplete', answers: [granted], mayAnswer: ['withdrawn'], missingAnswers: 1 },
  'in-review-guardian': { state: 'in_review', answers: [granted], mayAnswer: [], missingAnswers: 1 },
  'in-review-young': { state: 'in_review', answers: [others], missingAnswers: 1 },
  withheld: { placesWithheld: true, sender: null, receiver: null },
};

const line = (minute: number, part: object) => ({
  at: new Date(Date.parse(START) - minute * 60_000).toISOString(),
  who: 'staff',
  own: false,
  role: 'health_visitor',
  municipality: 'K1',
  organisation: 'HV-1',
  placesWithheld: false,
  staffSubject: null,
  documentKind: 'child_record',
  action: 'read',
  outcome: 'allowed',
  code: null,
  why: {
    rule: 'R6',
    da: 'Sundhedsplejersker og lederen af barnets egen enhed arbejder med barnets journal.',
    en: "Health visitors and the leader of the child's own unit work with its journal.",
    relation: 'own_unit',
    consentId: null,
    consentState: null,
  },
  ...part,
});
const refusedLine = line(5, {
  role: 'daycare_staff',
  organisation: 'DC-A',
  documentKind: 'adbb_result',
  outcome: 'refused',
  code: 'CONSENT_WITHDRAWN',
  why: {
    rule: 'R14',
    da: 'Samtykket er trukket tilbage.',
    en: 'The consent was withdrawn.',
    relation: 'other_institution',
    consentId,
    consentState: 'withdrawn',
  },
});
const ownLine = line(9, { who: 'guardian', own: true, role: null, organisation: null, why: null });

const letter = (nth: number, state: string, kind = 'first_share', channel: string | null = 'digital_post') => ({
  letterId: `aaaaaaaa-0000-4000-8000-${String(nth).padStart(12, '0')}`,
  childId: alma,
  kind,
  state,
  channel,
  tries: 1,
  code: null,
  requestedAt: START,
  submittedAt: state === 'requested' ? null : START,
  deliveredAt: state === 'delivered' ? START : null,
  late: state === 'delivered',
});
const message = (nth: number, words: string) => ({
  messageId: `bbbbbbbb-0000-4000-8000-${String(nth).padStart(12, '0')}`,
  childId: alma,
  guardianId: mother.guardianId,
  writtenAt: START,
  text: words,
});
const child = (childId: string, firstName: string, ageMonths: number, relation = 'guardian') => ({
  childId,
  relation,
  firstName,
  ageMonths,
  placesWithheld: false,
});

let portal: RunningPortal;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  [portal, browser] = await Promise.all([RunningPortal.open(START), TestBrowser.open()]);
  page = await visit(mother);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await portal?.close();
}, 60_000);

beforeEach(async () => {
  await portal.minutes(0);
  portal.broker.answers = {
    'POST /access-decisions': () => [200, { outcome: 'allowed', code: null, hidden: false, rule: 'R10', asOf: START }],
  };
  sayChildren(child(alma, 'Alma', 14));
  say(`GET /guardians/${mother.guardianId}/consents`, { consents: [] });
  say(`GET /guardians/${mother.guardianId}/letters`, { letters: [] });
  say(`GET /children/${alma}/access-log`, { entries: [] });
  say(`GET /children/${alma}/guardian-messages`, { messages: [] });
  say(`GET /consents/${consentId}/withdrawal-preview`, { refusals: [] });
});

/** The mother's children from here on. */
const sayChildren = (...children: object[]): void => {
  portal.broker.children = { [mother.guardianId!]: children };
};

/** What a neighbour answers from here on. */
const say = (start: string, body: object, status = 200): void => {
  portal.broker.answers[start] = () => [status, body];
};
const refuse = (start: string, status: number, code: string): void =>
  say(start, { code, detail: code, cure: code, place: null }, status);

const theConsent = (part: Partial<Consent>): void => {
  say(`GET /consents/${consentId}?`, { ...consent, ...part });
};

/** A browser in which the person is logged in. */
async function visit(person: Person, language = 'da'): Promise<Page> {
  const { cookies } = await portal.loggedIn(person);
  const opened = await browser.visitor();
  await opened.context().addCookies(
    [...cookies, ['portal-language', language]].map(([name, value]) => ({
      name: name!,
      value: value!,
      url: portal.url,
    })),
  );
  return opened;
}

const go = (path: string, on = page) => on.goto(`${portal.url}${path}`);
const words = (on = page) => on.locator('main').innerText();

describe('consents in a browser', () => {
  it('none, one and many', async () => {
    await go(paths.consents);
    expect(await words()).toContain('Du er ikke blevet spurgt om noget endnu');
    await expectGoodPage(page, 'consents-none');
    say(`GET /guardians/${mother.guardianId}/consents`, { consents: [consent] });
    await go(paths.consents);
    expect(await words()).toContain('1 spørgsmål venter på dit svar');
    await expectGoodPage(page, 'consents-one');
    const many = Object.values(states).map((part, nth) => ({
      ...consent,
      ...part,
      consentId: consentId.replace(/e$/, nth.toString(16)),
    }));
    say(`GET /guardians/${mother.guardianId}/consents`, { consents: many });
    await go(paths.consents);
    await expectGoodPage(page, 'consents-many');
  });

  it.each(Object.entries(states))('one that is %s, and its receipt', async (name, part) => {
    theConsent(part);
    await go(paths.consent);
    await expectGoodPage(page, `consent-${name}`);
    await go(paths.receipt);
    await expectGoodPage(page, `receipt-${name}`);
  });

  it('the legal grounds, one step away', async () => {
    theConsent({});
    await go(paths.consent);
    await page.getByText('Hvad siger loven?').click();
    await expectGoodPage(page, 'consent-legal');
  });

  it('a withdrawal: what would be refused, nothing to refuse, and nothing to withdraw', async () => {
    theConsent(states['active']!);
    const refusal = {
      organisation: 'DC-A',
      role: 'daycare_staff',
      documentKind: 'adbb_result',
      code: 'CONSENT_WITHDRAWN',
    };
    say(`GET /consents/${consentId}/withdrawal-preview`, {
      refusals: [
        refusal,
        { ...refusal, role: 'institution_leader' },
        { ...refusal, documentKind: 'health_visit_summary' },
      ],
    });
    await go(paths.withdraw);
    await expectGoodPage(page, 'withdraw');
    say(`GET /consents/${consentId}/withdrawal-preview`, { refusals: [] });
    await go(paths.withdraw);
    await expectGoodPage(page, 'withdraw-nothing');
    theConsent(states['expired']!);
    await go(paths.withdraw);
    await expectGoodPage(page, 'withdraw-not-open');
  });

  it('words that changed while the page stood open, and an answer that came too late', async () => {
    theConsent({});
    await go(paths.consent);
    theConsent({ textVersion: 2 });
    await page.getByRole('button', { name: 'Ja, det må de gerne' }).click();
    expect(await page.locator(':focus').innerText()).toContain('Teksten er ændret');
    await expectGoodPage(page, 'consent-text-changed');
    refuse(`POST /consents/${consentId}/answers`, 409, 'STATE_CONFLICT');
    await page.getByRole('button', { name: 'Ja, det må de gerne' }).click();
    await expectGoodPage(page, 'consent-too-late');
  });

  it('a login that is too old is told before the answer', async () => {
    theConsent({});
    await portal.minutes(6);
    await go(paths.consent);
    expect(await words()).toContain('Du skal logge ind med MitID igen');
    await expectGoodPage(page, 'consent-login-first');
    theConsent(states['active']!);
    await go(paths.withdraw);
    await expectGoodPage(page, 'withdraw-login-first');
  });

  it('is answered with the keyboard alone', async () => {
    theConsent({});
    await go(paths.consent);
    let sent = '';
    portal.broker.answers[`POST /consents/${consentId}/answers`] = ({ body }) => {
      sent = body.decision;
      theConsent(states['pending-others']!);
      return [200, { ...consent, ...states['pending-others'] }];
    };
    const seen: string[] = [];
    while (seen.length < 20 && seen.at(-1) !== 'Ja, det må de gerne') {
      await page.keyboard.press('Tab');
      seen.push(await page.locator(':focus').innerText());
    }
    await screenshot(page, 'consent-keyboard');
    await page.keyboard.press('Enter');
    await page.waitForURL(/receipt/);
    expect(sent).toBe('granted');
  });

  it('a receipt on paper has everything but the buttons', async () => {
    theConsent(states['withdrawn']!);
    await go(paths.receipt);
    await page.emulateMedia({ media: 'print' });
    for (const part of ['Kvitteringens nummer', 'Sagde ja', 'Trak samtykket tilbage', 'Vuggestuen Solsikken'])
      expect(await words()).toContain(part);
    expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
    await screenshot(page, 'receipt-print');
    await page.emulateMedia({ media: 'screen' });
  });
});

describe('who has looked, in a browser', () => {
  const entries = [refusedLine, ownLine, line(12, {})];

  it('nobody, one and many with a way to what is older', async () => {
    await go(paths.log);
    expect(await words()).toContain('Der er ikke noget at vise');
    await expectGoodPage(page, 'log-none');
    say(`GET /children/${alma}/access-log`, { entries: [refusedLine] });
    await go(paths.log);
    expect(await words()).toContain('Hvorfor blev det afvist? Samtykket er trukket tilbage.');
    await expectGoodPage(page, 'log-one');
    const many = Array.from({ length: 31 }, (_, nth) => ({ ...entries[nth % 3]!, at: line(nth, {}).at }));
    say(`GET /children/${alma}/access-log`, { entries: many });
    await go(paths.log);
    await expectGoodPage(page, 'log-many');
    say(`GET /children/${alma}/access-log`, { entries: [line(40, {})] });
    portal.broker.asked = [];
    await page.getByRole('link', { name: 'Vis det, der er ældre' }).click();
    expect(await page.getByRole('listitem').filter({ hasText: 'Sundhedsplejerske' }).count()).toBe(1);
    const asked = portal.broker.asked.find(({ what }) => what.includes('access-log'))!.what;
    const before = new URLSearchParams(asked.split('?')[1]).get('before')!;
    expect(Date.parse(before)).toBe(Date.parse(line(29, {}).at));
    await expectGoodPage(page, 'log-older');
  });

  it('is filtered with the keyboard alone, and says so when a day does not exist', async () => {
    say(`GET /children/${alma}/access-log`, { entries: [refusedLine] });
    await go(paths.log);
    await page.getByLabel('Vis', { exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    portal.broker.asked = [];
    await page.getByRole('button', { name: 'Vis listen' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/show=refused/);
    expect(portal.broker.asked.some(({ what }) => what.includes('outcome=refused'))).toBe(true);
    await expectGoodPage(page, 'log-refused-only');
    await go(`${paths.log}?from=2026-02-30&to=2026-05-01`);
    expect(await page.locator(':focus').innerText()).toContain('Skriv en dato, der findes.');
    await expectGoodPage(page, 'log-date-fault');
  });
});

describe('letters and messages in a browser', () => {
  it('letters: none, one, and one in each state', async () => {
    await go(paths.letters);
    await expectGoodPage(page, 'letters-none');
    say(`GET /guardians/${mother.guardianId}/letters`, { letters: [letter(1, 'delivered')] });
    await go(paths.letters);
    await expectGoodPage(page, 'letters-one');
    const all = ['requested', 'submitting', 'submitted', 'delivered', 'failed', 'unknown', 'cancelled'];
    say(`GET /guardians/${mother.guardianId}/letters`, {
      letters: all.map((state, nth) =>
        letter(nth, state, nth % 2 ? 'consent_request' : 'first_share', nth % 3 ? 'physical_letter' : null),
      ),
    });
    await go(paths.letters);
    await expectGoodPage(page, 'letters-many');
  });

  it('the language of letters is chosen by keyboard alone', async () => {
    portal.broker.answers[`PUT /guardians/${mother.guardianId}/language`] = () => [204, undefined as never];
    await go(paths.letters);
    await page.getByRole('combobox', { name: 'Breve til dig skal være på' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/language-chosen/);
    expect(await words()).toContain('Sproget i dine breve er gemt');
    await expectGoodPage(page, 'letters-language-chosen');
  });

  it('messages: none, one, many, sent, and one that is empty', async () => {
    await go(paths.messages);
    await expectGoodPage(page, 'messages-none');
    await page.getByRole('button', { name: 'Send beskeden' }).click();
    expect(await page.locator(':focus').innerText()).toContain('Skriv en besked');
    await expectGoodPage(page, 'messages-fault');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.getByLabel('Din besked').fill('Hun sover bedre nu.');
    say(`POST /children/${alma}/guardian-messages`, message(1, 'Hun sover bedre nu.'), 201);
    await page.getByRole('button', { name: 'Send beskeden' }).click();
    await page.waitForURL(/sent/);
    await expectGoodPage(page, 'message-sent');
    say(`GET /children/${alma}/guardian-messages`, { messages: [message(1, 'Hun sover bedre nu.')] });
    await go(paths.messages);
    await expectGoodPage(page, 'messages-one');
    const long = `${'Ordmedmangebogstaver'.repeat(12)}\n\nog en linje mere`;
    say(`GET /children/${alma}/guardian-messages`, { messages: [1, 2, 3].map((nth) => message(nth, long)) });
    await go(paths.messages);
    await expectGoodPage(page, 'messages-many');
  });
});

describe('children of different age in a browser', () => {
  it('many, one of them a young person, who decides alone', async () => {
    sayChildren(child(consentId, 'Magnus', 190), child(mother.guardianId!, 'Asta', 40), child(alma, 'Alma', 14));
    await go('/portal');
    expect(await words()).toContain('Magnus er fyldt 15 år');
    expect(await page.getByRole('link', { name: /Magnus/ }).count()).toBe(0);
    await expectGoodPage(page, 'children-young-person');
  });

  it('the young person’s own view', async () => {
    sayChildren(child(alma, 'Alma', 190, 'self'));
    await go('/portal');
    expect(await words()).toContain('Det er nu dig alene, der svarer');
    await expectGoodPage(page, 'young-person');
    await go(paths.log);
    expect(await words()).toContain('Hvem har set noget om dig?');
    await expectGoodPage(page, 'young-person-log');
    await go(paths.messages);
    await expectGoodPage(page, 'young-person-messages');
    theConsent(states['in-review-young']!);
    await go(paths.consent);
    expect(await words()).toContain('Dig selv');
    await expectGoodPage(page, 'young-person-consent');
  });
});

describe('everybody', () => {
  it('finds whom to ask, how information is used, and help with the login', async () => {
    for (const [path, name] of [
      ['/portal/contact', 'contact'],
      ['/portal/processing', 'processing'],
      ['/portal/support', 'support'],
    ] as const) {
      await go(path);
      await expectGoodPage(page, name);
    }
    const anybody = await browser.visitor();
    await go('/portal/support', anybody);
    await expectGoodPage(anybody, 'support-logged-out');
  });

  it('may ask for information about a child without custody, and is answered alike', async () => {
    const parent = await visit(nobody);
    await go(paths.consents, parent);
    await expectGoodPage(parent, 'consents-refused');
    await parent.getByRole('link', { name: 'Bed om oplysninger om et barn' }).click();
    await expectGoodPage(parent, 'information');
    await parent.getByRole('button', { name: 'Send spørgsmålet' }).click();
    await expectGoodPage(parent, 'information-fault');
    say('POST /information-requests', { informationRequestId: consentId }, 202);
    await parent.getByLabel('Barnets cpr-nummer').fill('640326-4012');
    await parent.getByLabel('Hvad vil du gerne vide?').fill('Hvordan går det i vuggestuen?');
    await parent.getByRole('button', { name: 'Send spørgsmålet' }).click();
    await parent.waitForURL(/sent/);
    expect(parent.url()).not.toContain('6403');
    await expectGoodPage(parent, 'information-sent');
  });
});

describe('a page that cannot be shown', () => {
  const own = [paths.consents, paths.log, paths.letters, paths.messages];

  it.each(own)('%s says when a part does not answer, and when somebody may not see it', async (path) => {
    const name = path.split('/').at(-1)!;
    for (const start of [`/guardians/${mother.guardianId}/${name}`, `/children/${alma}/`]) {
      refuse(`GET ${start}`, 503, 'DEPENDENCY_UNAVAILABLE');
    }
    portal.broker.answers = { ...portal.broker.answers, ...failing(503, 'DEPENDENCY_UNAVAILABLE') };
    expect((await go(path))!.status()).toBe(503);
    await expectGoodPage(page, `${name}-unavailable`);
    portal.broker.answers = { ...portal.broker.answers, ...failing(403, 'ROLE_NOT_ALLOWED') };
    expect((await go(path))!.status()).toBe(403);
    expect(await words()).toContain('Fra en ung fylder 15 år, er det den unges egen.');
    await expectGoodPage(page, `${name}-refused`);
  });

  it('of a consent that is not there', async () => {
    refuse(`GET /consents/${consentId}`, 403, 'NOT_GUARDIAN');
    expect((await go(paths.consent))!.status()).toBe(404);
    await expectGoodPage(page, 'consent-not-found');
  });
});

/** Every list of the pages, refused alike. */
const failing = (status: number, code: string) =>
  Object.fromEntries(
    [
      `GET /guardians/${mother.guardianId}/consents`,
      `GET /guardians/${mother.guardianId}/letters`,
      `GET /children/${alma}/access-log`,
      `GET /children/${alma}/guardian-messages`,
    ].map((start) => [start, () => [status, { code, detail: code, cure: code, place: null }] as [number, object]]),
  );

describe('every page', () => {
  const full = () => {
    theConsent(states['active']!);
    say(`GET /guardians/${mother.guardianId}/consents`, { consents: [consent] });
    say(`GET /guardians/${mother.guardianId}/letters`, { letters: [letter(1, 'delivered')] });
    say(`GET /children/${alma}/guardian-messages`, { messages: [message(1, 'Hun sover.')] });
    say(`GET /children/${alma}/access-log`, {
      entries: Array.from({ length: 31 }, (_, nth) => ({ ...refusedLine, at: line(nth, {}).at })),
    });
  };
  const all = [...Object.values(paths), '/portal', '/portal/contact', '/portal/processing', '/portal/information/sent'];

  it('is there in English', async () => {
    full();
    const english = await visit(mother, 'en');
    for (const path of all) {
      await go(path, english);
      expect(await english.locator('html').getAttribute('lang')).toBe('en');
      const shown = await words(english);
      expect([path, /[æøåÆØÅ]|undefined/.exec(shown.replace(/Sundhedsloven.*/g, ''))]).toEqual([path, null]);
      await expectGoodPage(english, `en${path.replace(/[0-9a-f-]{36}/, 'id').replaceAll('/', '-')}`);
    }
  });

  it('loads little, and breaks no rule of the content security policy', async () => {
    full();
    const cookies = await page.context().cookies();
    const said: string[] = [];
    for (const path of all) {
      const fresh = await browser.visitor();
      fresh.on('console', (told) => said.push(`${told.text()} ${told.location().url}`));
      await fresh.context().addCookies(cookies);
      const weight = await weightOfFirstView(fresh, `${portal.url}${path}`);
      expect([path, weight > 1_000 && weight < LIGHT]).toEqual([path, true]);
    }
    expect(said).toEqual([]);
  });
});
