import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { loginAs } from '#local/login.js';
import { eventually } from '#testing/eventually.js';
import { expectGoodPage } from '../browser/good-page.js';
import { TestBrowser } from '../browser/test-browser.js';
import { openJourneyHub, type JourneyHub } from './journey-hub.js';

const alma = { child: '6403264012', mother: '6902921112', father: '7512911113' };
const saga = { child: '7001264160', father: '7204871143' };
const DAY_MS = 86_400_000;

let journey: JourneyHub;
let browser: TestBrowser;
const tokens = new Map<string, string>();
let childId: string;

beforeAll(async () => {
  [journey, browser] = await Promise.all([openJourneyHub(), TestBrowser.open()]);
  for (const username of ['hv1-nurse', 'hv1-leader', 'p1', 'dcb-staff']) {
    const { accessToken } = await loginAs({ issuer: `${journey.hub.urls['stand-ins']}/oidc`, username });
    tokens.set(username, accessToken);
  }
  tokens.set('journal-k1', await journey.hub.tokenFor('journal-k1'));
  ({ childId } = (
    await call('POST', `${journey.hub.urls.consent}/children`, 'hv1-nurse', {
      cpr: alma.child,
      healthVisitingUnit: 'HV-1',
    })
  ).body);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await journey?.close();
}, 60_000);

async function call(method: string, address: string, as: string, body?: unknown) {
  const response = await fetch(address, {
    method,
    headers: {
      authorization: `Bearer ${tokens.get(as)}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as any };
}

const portal = (path: string): string => `${journey.hub.urls['parent-portal']}${path}`;
const main = (page: Page): Promise<string> => page.locator('main').innerText();

/** Clicks through the login as a person does. */
async function loggedIn(cpr: string): Promise<Page> {
  const page = await browser.visitor();
  await page.goto(portal('/portal'));
  await page.getByRole('link', { name: 'Log ind med MitID' }).click();
  await page.getByLabel('CPR-nummer').fill(cpr);
  await page.getByRole('button', { name: 'Log ind' }).click();
  await page.waitForURL(portal('/portal'));
  return page;
}

/** What the day care is answered when it reads the child's ADBB results: a code, or the totals. */
async function dayCareReads(as = 'p1'): Promise<unknown> {
  const { body } = await call('GET', `${journey.hub.urls.screening}/children/${childId}/adbb-results`, as);
  return body.code ?? body.results.map(({ total }: { total: number }) => total);
}

describe('a consent, from the question to the log of it', () => {
  let mother: Page;
  let father: Page;

  it('begins with a day care that is refused, because nobody has been asked', async () => {
    const result = {
      recordId: 'NVX-STORY-1',
      version: 1,
      childCpr: alma.child,
      observedAt: new Date(Date.now() - DAY_MS).toISOString(),
      items: {
        '1facialExpression': 1,
        '2eyeContact': 0,
        '3generalLevelOfActivity': 0,
        '4selfStimulatingGestures': 0,
        '5vocalizations': 0,
        '6brisknessOfResponseToStimulation': 1,
        '7relationship': 0,
        '8attraction': 0,
      },
      total: 2,
      observerCertified: true,
    };
    const taken = await call('POST', `${journey.hub.urls['novax-adapter']}/novax/results`, 'journal-k1', result);
    expect(taken.status).toBeLessThan(300);
    await eventually(async () => {
      const record = await call('GET', `${journey.hub.urls.screening}/children/${childId}/record`, 'hv1-nurse');
      expect(record.body.results).toHaveLength(1);
    });
    expect(await dayCareReads()).toBe('CONSENT_MISSING');
  });

  it('is asked by the health visitor, and told by a letter that says nothing', async () => {
    const asked = await call('POST', `${journey.hub.urls.consent}/children/${childId}/consents`, 'hv1-nurse', {
      type: 'pass_on_to_daycare',
      documentKinds: ['adbb_result'],
      receiver: 'DC-A',
      validUntil: new Date(Date.now() + 100 * DAY_MS).toISOString().slice(0, 10),
    });
    expect([asked.status, asked.body.state]).toEqual([201, 'pending']);
    mother = await loggedIn(alma.mother);
    await eventually(async () => {
      await mother.getByRole('link', { name: 'Breve' }).click();
      expect(await main(mother)).toContain('Brev om, at du er blevet spurgt om noget');
    });
    await expectGoodPage(mother, 'story-letters');
  });

  it('is granted by the mother from one page, and gives the day care nothing yet', async () => {
    await mother.getByRole('link', { name: 'Samtykker' }).click();
    expect(await main(mother)).toContain('1 spørgsmål venter på dit svar');
    await expectGoodPage(mother, 'story-consents');
    await mother.getByRole('link', { name: /Læs og svar/ }).click();
    const told = await main(mother);
    for (const part of ['Alma', 'Vuggestuen Solsikken', 'Sundhedsplejen Nord', 'ADBB', 'Til og med'])
      expect(told).toContain(part);
    await expectGoodPage(mother, 'story-consent');
    await mother.getByRole('button', { name: 'Ja, det må de gerne' }).click();
    await mother.waitForURL(/receipt/);
    expect(await main(mother)).toContain('Venter på en anden');
    await expectGoodPage(mother, 'story-receipt');
    expect(await dayCareReads()).toBe('CONSENT_INCOMPLETE');
  });

  it('is granted by the father, and the day care reads the result; another institution does not', async () => {
    father = await loggedIn(alma.father);
    await father.getByRole('link', { name: 'Samtykker' }).click();
    await father.getByRole('link', { name: /Læs og svar/ }).click();
    expect(await main(father)).toMatch(/En anden med forældremyndighed: Sagde ja/);
    await father.getByRole('button', { name: 'Ja, det må de gerne' }).click();
    await father.waitForURL(/receipt/);
    expect(await main(father)).toContain('Gælder nu');
    expect(await dayCareReads()).toEqual([2]);
    expect(await dayCareReads('dcb-staff')).toBe('CONSENT_MISSING');
  });

  it('is withdrawn by the father, who saw before what would be refused, and just that is refused', async () => {
    await father.getByRole('link', { name: 'Træk samtykket tilbage' }).click();
    const preview = await main(father);
    for (const part of ['Vuggestuen Solsikken', 'Medarbejder i dagtilbud', 'ADBB', 'Samtykket er trukket tilbage.'])
      expect(preview).toContain(part);
    await expectGoodPage(father, 'story-withdraw');
    expect(await dayCareReads()).toEqual([2]);
    await father.getByRole('button', { name: 'Træk tilbage nu' }).click();
    await father.waitForURL(/receipt/);
    const receipt = await main(father);
    expect(receipt).toMatch(/Dig: Sagde ja, .*\n.*Dig: Trak samtykket tilbage, /);
    expect(receipt).toMatch(/havde sagt ja\s+\d+\. \w+ \d{4} kl\..*\s+Sluttede\s+\d+\. \w+ \d{4} kl\./);
    await expectGoodPage(father, 'story-receipt-withdrawn');
    expect(await dayCareReads()).toBe('CONSENT_WITHDRAWN');
  });

  it('is closed for the mother, too, and comes back to life by no click on an old page', async () => {
    await mother.goto(portal('/portal/consents'));
    await mother.getByRole('link', { name: /Se samtykket/ }).click();
    expect(await main(mother)).toContain('Trukket tilbage');
    expect(await mother.getByRole('button', { name: 'Ja, det må de gerne' }).count()).toBe(0);
    const form = await father.context().newPage();
    await form.goto(mother.url());
    expect(await form.getByRole('link', { name: 'Træk samtykket tilbage' }).count()).toBe(0);
  });

  it('leaves in the log who read, who was refused, and why, without the name of anybody at work', async () => {
    await mother.getByRole('link', { name: 'Mine børn' }).click();
    await mother.getByRole('link', { name: /Se, hvem der har set noget/ }).click();
    const log = await main(mother);
    expect(log).toMatch(/Medarbejder i dagtilbud, Vuggestuen Solsikken\s+Fik lov\s+Læste: Resultat/);
    expect(log).not.toMatch(/staff-|p1|hv1-nurse|[0-9a-f]{8}-/);
    await expectGoodPage(mother, 'story-log');
    await mother.getByLabel('Vis', { exact: true }).selectOption('refused');
    await mother.getByRole('button', { name: 'Vis listen' }).click();
    await mother.waitForURL(/refused/);
    const refused = mother.locator('ol.portal-list > li');
    const lines = await refused.allInnerTexts();
    expect(lines.filter((line) => line.includes('Læste:'))).toEqual([]);
    const whys = lines.filter((line) => line.includes('Solsikken'));
    expect(whys.map((line) => line.replace(/^[^]*Hvorfor blev det afvist\? /, '').split('\n')[0])).toEqual([
      expect.stringContaining('trukket tilbage'),
      expect.stringContaining('Ikke alle'),
      expect.stringContaining('Der er ikke bedt om et'),
    ]);
    await expectGoodPage(mother, 'story-log-refused');
  });
});

describe('writing from the portal', () => {
  it('puts a message in the record, which the health visitor reads and nobody changes', async () => {
    const page = await loggedIn(alma.mother);
    await page.getByRole('link', { name: /Skriv til sundhedsplejen/ }).click();
    await page.getByLabel('Din besked').fill('Hun sover bedre nu.\n<b>Tak</b> & hilsen');
    await page.getByRole('button', { name: 'Send beskeden' }).click();
    await page.waitForURL(/sent/);
    await page.getByRole('link', { name: 'Se det, du har skrevet' }).click();
    expect(await main(page)).toContain('<b>Tak</b> & hilsen');
    await expectGoodPage(page, 'story-messages');
    const door = `${journey.hub.urls.screening}/children/${childId}/guardian-messages`;
    const { body } = await call('GET', door, 'hv1-nurse');
    expect(body.messages.map(({ text }: { text: string }) => text)).toEqual([
      'Hun sover bedre nu.\n<b>Tak</b> & hilsen',
    ]);
  });

  it('takes a question of a parent without custody to the leader, and tells the parent nothing', async () => {
    const registered = { cpr: saga.child, healthVisitingUnit: 'HV-1' };
    expect((await call('POST', `${journey.hub.urls.consent}/children`, 'hv1-nurse', registered)).status).toBe(201);
    const page = await loggedIn(saga.father);
    const told: string[] = [];
    for (const number of [saga.child, '9112256999']) {
      await page.goto(portal('/portal'));
      await page.getByRole('link', { name: 'Bed om oplysninger om et barn' }).click();
      await page.getByLabel('Barnets cpr-nummer').fill(number);
      await page.getByLabel('Hvad vil du gerne vide?').fill('Hvornår er det næste besøg?');
      await page.getByRole('button', { name: 'Send spørgsmålet' }).click();
      await page.waitForURL(/sent/);
      told.push(await main(page));
    }
    expect(told[0]).toBe(told[1]);
    await expectGoodPage(page, 'story-information-sent');
    await eventually(async () => {
      const { body } = await call('GET', `${journey.hub.urls.consent}/information-requests`, 'hv1-leader');
      expect(body.informationRequests.map(({ question }: { question: string }) => question)).toEqual([
        'Hvornår er det næste besøg?',
      ]);
    });
  });
});
