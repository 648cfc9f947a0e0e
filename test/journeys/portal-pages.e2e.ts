import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { loginAs } from '#local/login.js';
import { eventually } from '#testing/eventually.js';
import { expectGoodPage } from '../browser/good-page.js';
import { weightOfFirstView } from '../browser/page-weight.js';
import { screenshot } from '../browser/screenshots.js';
import { TestBrowser } from '../browser/test-browser.js';
import { openJourneyHub, type JourneyHub } from './journey-hub.js';

const alma = { child: '6403264012', mother: '6902921112', father: '7512911113' };
const twins = { children: ['6503264150', '6503264151'], mother: '6208901140' };
const enghave = { child: '7001264160', mother: '7104911142', father: '7204871143' };
const LIGHT = 150_000;

let journey: JourneyHub;
let browser: TestBrowser;
let nurse: string;
let almasId: string;

beforeAll(async () => {
  [journey, browser] = await Promise.all([openJourneyHub(), TestBrowser.open()]);
  nurse = (await loginAs({ issuer: `${journey.hub.urls['stand-ins']}/oidc`, username: 'hv1-nurse' })).accessToken;
  almasId = await register(alma.child);
  await register(enghave.child);
  for (const twin of twins.children) await register(twin);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await journey?.close();
}, 60_000);

const portal = (path: string): string => `${journey.hub.urls['parent-portal']}${path}`;

async function call(method: string, address: string, body?: unknown, bearer = nurse) {
  const response = await fetch(address, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${new URL(address).pathname}: ${response.status} ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as any;
}

const register = async (cpr: string): Promise<string> =>
  (await call('POST', `${journey.hub.urls.consent}/children`, { cpr, healthVisitingUnit: 'HV-1' })).childId;

/** The nurse shares a summary that rests on a result of the journal; answers the document's id. */
async function shareSummary(childId: string, childCpr: string, text: string): Promise<string> {
  const screening = journey.hub.urls.screening;
  await call(
    'POST',
    `${journey.hub.urls['novax-adapter']}/novax/results`,
    {
      recordId: `NVX-${randomUUID().slice(0, 8)}`,
      version: 1,
      childCpr,
      observedAt: new Date(Date.now() - 86_400_000).toISOString(),
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
    },
    await journey.hub.tokenFor('journal-k1'),
  );
  const resultId = await eventually(async () => {
    const record = await call('GET', `${screening}/children/${childId}/record`);
    expect(record.results).not.toEqual([]);
    return record.results[0].resultId as string;
  });
  const { documentId } = await call('POST', `${screening}/children/${childId}/documents`, {
    kind: 'health_visit_summary',
    text,
    basedOnResultId: resultId,
  });
  await call('POST', `${screening}/documents/${documentId}/share`, {});
  return documentId;
}

/** Clicks through the login as a person does, from the front page of the portal. */
async function logIn(page: Page, cpr: string): Promise<void> {
  await page.goto(portal('/portal'));
  await page.getByRole('link', { name: 'Log ind med MitID' }).click();
  await page.getByLabel('CPR-nummer').fill(cpr);
  await page.getByRole('button', { name: 'Log ind' }).click();
}

async function loggedIn(cpr: string): Promise<Page> {
  const page = await browser.visitor();
  await logIn(page, cpr);
  await page.waitForURL(portal('/portal'));
  return page;
}

const withMitid = (settings: object) =>
  call('PUT', `${journey.hub.urls['stand-ins']}/control/logins/mitid`, settings, 'nobody');

describe('a guardian with a browser', () => {
  it('comes in by MitID, finds the child, and goes out again', async () => {
    const page = await browser.visitor();
    await page.goto(portal('/portal'));
    await expectGoodPage(page, 'welcome');
    await logIn(page, alma.mother);
    await page.waitForURL(portal('/portal'));
    expect(await page.locator('main').innerText()).toContain('Alma');
    await expectGoodPage(page, 'children-one');
    await page.getByRole('button', { name: 'Log ud', exact: true }).click();
    expect(await page.locator('main').innerText()).toContain('Du er nu logget ud.');
    await expectGoodPage(page, 'logged-out');
    await page.goto(portal('/portal'));
    expect(await page.title()).toContain('Velkommen');
  });

  it('tells twins apart by name, and reads that nothing is shared yet', async () => {
    const page = await loggedIn(twins.mother);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['Asta', 'Bo']);
    await expectGoodPage(page, 'children-twins');
    await page.getByRole('link', { name: 'Læs det, der er delt (Bo)' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Delt om Bo');
    await expectGoodPage(page, 'documents-none');
  });

  it('reads a document in words, the numbers one step away, the corrected one marked, the earlier one still there', async () => {
    const documentId = await shareSummary(
      almasId,
      alma.child,
      'Alma er glad og følger med.\n<b>Vi ses igen</b> & tak.',
    );
    const page = await loggedIn(alma.mother);
    await page.getByRole('link', { name: /Læs det, der er delt/ }).click();
    await expectGoodPage(page, 'documents-one');
    await page.getByRole('link', { name: /Sammenfatning/ }).click();
    const main = page.locator('main');
    expect(await main.innerText()).toContain('<b>Vi ses igen</b> & tak.');
    expect(await main.innerText()).not.toContain('Øjenkontakt');
    await expectGoodPage(page, 'document');
    await page.getByText('Vis tallene bag').click();
    expect(await main.innerText()).toContain('2 er under grænsen, som er 5.');
    await expectGoodPage(page, 'document-numbers');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: 'Log ud', exact: true }).isVisible()).toBe(false);
    expect(await main.innerText()).toContain('Alma er glad');
    await screenshot(page, 'document-print');
    await page.emulateMedia({ media: 'screen' });

    const screening = journey.hub.urls.screening;
    await call('POST', `${screening}/documents/${documentId}/corrections`, { text: 'Alma er meget glad.' });
    await call('POST', `${screening}/documents/${documentId}/share`, {});
    await page.goto(portal(`/portal/children/${almasId}`));
    expect(await main.innerText()).toContain('Rettet');
    await expectGoodPage(page, 'documents-corrected');
    await page.getByRole('link', { name: /Sammenfatning/ }).click();
    expect(await main.innerText()).toContain('Du læser den nyeste udgave.');
    await expectGoodPage(page, 'document-corrected');
    await page.getByRole('link', { name: 'Udgave 1' }).click();
    expect(await main.innerText()).toContain('Du læser en tidligere udgave');
    await expectGoodPage(page, 'document-earlier');
  });

  it('takes a document home as a PDF whose name says nothing about anybody', async () => {
    await shareSummary(almasId, alma.child, 'Alma trives.');
    const page = await loggedIn(alma.father);
    await page.goto(portal(`/portal/children/${almasId}`));
    await page
      .getByRole('link', { name: /Sammenfatning/ })
      .first()
      .click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Hent som PDF' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('dokument.pdf');
    const pdf = (await readFile(await download.path())).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    for (const part of ['/MarkInfo', '/StructTreeRoot', '/Lang (da-DK)']) expect(pdf).toContain(part);
  });

  it('reads the same in English', async () => {
    const page = await loggedIn(alma.mother);
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('My children');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await expectGoodPage(page, 'children-one-en');
    await page.getByRole('link', { name: /Read what is shared/ }).click();
    await expectGoodPage(page, 'documents-en');
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await expectGoodPage(page, 'logged-out-en');
  });

  it('gets along with the keyboard alone: past the menu, to the child, and out', async () => {
    const page = await loggedIn(alma.mother);
    const focused = () => page.locator(':focus');
    await page.keyboard.press('Tab');
    expect(await focused().innerText()).toBe('Gå til indholdet');
    await screenshot(page, 'keyboard-skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused().innerText()).toContain('Læs det, der er delt');
    await page.keyboard.press('Enter');
    await page.waitForURL(portal(`/portal/children/${almasId}`));
    const seen: string[] = [];
    while (seen.length < 12 && !seen.includes('Log ud')) {
      await page.keyboard.press('Tab');
      seen.push(await focused().innerText());
      const ring = await focused().evaluate((element) => {
        const style = element.ownerDocument.defaultView!.getComputedStyle(element);
        return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
      });
      expect([seen.at(-1), ring]).toEqual([seen.at(-1), true]);
    }
    expect(seen).toEqual(['Gå til indholdet', 'Forældreportalen', 'English', 'Log ud']);
    await page.keyboard.press('Enter');
    await page.waitForURL(/welcome/);
  });

  it('ends every session with one button', async () => {
    const [here, there] = [await loggedIn(alma.father), await loggedIn(alma.father)];
    const stranger = await loggedIn(twins.mother);
    await here.getByRole('button', { name: 'Log ud på alle enheder' }).click();
    expect(await here.locator('main').innerText()).toContain('alle dine enheder');
    await there.goto(portal(`/portal/children/${almasId}`));
    expect(await there.locator('main').innerText()).toContain('Log ind igen for at fortsætte.');
    await expectGoodPage(there, 'session-over');
    await stranger.reload();
    expect(await stranger.title()).toContain('Mine børn');
  });

  it('loads little: every first view stays below 150 kB without fonts', async () => {
    const page = await browser.visitor();
    expect(await weightOfFirstView(page, portal('/portal/welcome'))).toBeLessThan(LIGHT);
    const again = await loggedIn(alma.mother);
    const cookies = await again.context().cookies();
    for (const path of ['/portal', `/portal/children/${almasId}`]) {
      const fresh = await browser.visitor();
      await fresh.context().addCookies(cookies);
      const weight = await weightOfFirstView(fresh, portal(path));
      expect(weight).toBeGreaterThan(1_000);
      expect(weight).toBeLessThan(LIGHT);
    }
  });

  it('breaks no rule of the content security policy', async () => {
    const page = await loggedIn(alma.mother);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    for (const path of ['/portal', `/portal/children/${almasId}`, '/portal/nothing-here'])
      await page.goto(portal(path));
    expect(said.filter((text) => !text.includes('404'))).toEqual([]);
  });
});

describe('who is not let in', () => {
  it('a parent whose custody ends sees it on the page that was open, within two seconds, and the other one comes in', async () => {
    const register = `${journey.hub.urls['stand-ins']}/control/custody-register`;
    const { child, ...parents } = enghave;
    const change = async (type: number) => {
      await call('PUT', `${register}/people`, { families: [{ child, ...parents, custody: [{ type }] }] }, 'nobody');
      await call('POST', `${register}/change-events`, { cpr: child }, 'nobody');
    };
    const [mother, father] = [await loggedIn(enghave.mother), await loggedIn(enghave.father)];
    expect(await mother.locator('main').innerText()).toContain('Saga');
    try {
      await change(4);
      const startedMs = performance.now();
      // What the pages would load, without the time that this machine takes to draw them.
      const [lost, gained] = await Promise.all([mother, father].map((page) => page.request.get(portal('/portal'))));
      expect([await lost!.text(), await gained!.text()].map((html) => html.includes('Saga'))).toEqual([false, true]);
      expect(performance.now() - startedMs).toBeLessThan(2000);
      await mother.reload();
      expect(await mother.locator('main').innerText()).toContain('Vi kan ikke vise nogen børn til dig');
    } finally {
      await change(3);
    }
  });

  it('a parent without custody sees no children and nothing about what exists', async () => {
    const documentId = await shareSummary(almasId, alma.child, 'Alma trives.');
    const page = await loggedIn(enghave.father);
    expect(await page.locator('main').innerText()).toContain('Vi kan ikke vise nogen børn til dig');
    await expectGoodPage(page, 'children-none');
    await page.goto(portal(`/portal/documents/${documentId}`));
    const existing = await page.locator('main').innerText();
    await expectGoodPage(page, 'refused-not-guardian');
    await page.goto(portal(`/portal/documents/${randomUUID()}`));
    const missing = await page.locator('main').innerText();
    const withoutIds = (text: string) => text.replace(/[0-9a-f-]{32,36}/g, '');
    expect(withoutIds(existing)).toBe(withoutIds(missing));
  });

  it('another guardian is told what somebody is told who made the address up', async () => {
    const documentId = await shareSummary(almasId, alma.child, 'Alma trives.');
    const page = await loggedIn(twins.mother);
    const answer = await page.goto(portal(`/portal/documents/${documentId}`));
    expect(answer!.status()).toBe(404);
    expect(await page.locator('main').innerText()).not.toContain('Alma');
    await expectGoodPage(page, 'refused-not-found');
  });

  it.each([
    ['weak', { loa: 'low' }, 'Du er ikke logget sikkert nok ind'],
    ['for work', { professional: true }, 'Du bruger et MitID fra dit arbejde'],
    ['without a number', { hasCpr: false }, 'Dit MitID har ikke et cpr-nummer'],
  ])('a login that is %s is told so, and what to do about it', async (kind, settings, title) => {
    const somebody = `61${String(10 + ['weak', 'for work', 'without a number'].indexOf(kind)).padStart(2, '0')}901230`;
    await withMitid({ cpr: somebody, ...settings });
    const page = await browser.visitor();
    await logIn(page, somebody);
    await page.waitForURL(/callback/);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
    await expectGoodPage(page, `refused-login-${kind.replaceAll(' ', '-')}`);
    await page.goto(portal('/portal'));
    expect(await page.title()).toContain('Velkommen');
  });
});

describe('the judges of these pages', () => {
  it('find a field without a label, words too pale to read, and a page wider than the window', async () => {
    const page = await browser.visitor();
    const show = (body: string) =>
      page.setContent(`<!doctype html><html lang="da"><title>x</title><main><h1>x</h1>${body}</main></html>`);
    const judged = (body: string) => show(body).then(() => expectGoodPage(page, 'judged'));
    await expect(judged('<p>fine</p>')).resolves.toBeUndefined();
    await expect(judged('<input>')).rejects.toThrow('label');
    await expect(judged('<p style="color: #ccc; background: #fff">pale</p>')).rejects.toThrow('color-contrast');
    await expect(judged('<div style="width: 900px">wide</div>')).rejects.toThrow('overhang');
    await expect(judged('<h3>skipped</h3>')).rejects.toThrow();
  });
});
