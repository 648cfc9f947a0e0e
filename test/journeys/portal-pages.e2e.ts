import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { loginAs } from '#local/login.js';
import { accessibilityFaults, headingLevels } from '../browser/accessibility.js';
import { screenshot } from '../browser/screenshots.js';
import { TestBrowser } from '../browser/test-browser.js';
import { openJourneyHub, type JourneyHub } from './journey-hub.js';

const alma = { child: '6403264012', mother: '6902921112' };

let journey: JourneyHub;
let browser: TestBrowser;
let nurse: string;

beforeAll(async () => {
  journey = await openJourneyHub();
  browser = await TestBrowser.open();
  nurse = (await loginAs({ issuer: `${journey.hub.urls['stand-ins']}/oidc`, username: 'hv1-nurse' })).accessToken;
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await journey?.close();
}, 60_000);

const portal = (path: string): string => `${journey.hub.urls['parent-portal']}${path}`;

async function call(method: string, address: string, body?: unknown) {
  const response = await fetch(address, {
    method,
    headers: {
      authorization: `Bearer ${nurse}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as any };
}

const register = async (cpr: string): Promise<string> =>
  (await call('POST', `${journey.hub.urls.consent}/children`, { cpr, healthVisitingUnit: 'HV-1' })).body.childId;

/** Clicks through the login as a person does. */
async function logIn(page: Page, cpr: string): Promise<void> {
  await page.goto(portal('/portal'));
  await page.getByRole('link', { name: 'Log ind med MitID' }).click();
  await page.getByLabel('CPR-nummer').fill(cpr);
  await page.getByRole('button', { name: 'Log ind' }).click();
  await page.waitForURL(portal('/portal'));
}

/** What holds of every page in every state. */
async function expectGoodPage(page: Page, name: string): Promise<void> {
  await screenshot(page, name);
  expect(await accessibilityFaults(page)).toEqual([]);
  const levels = await headingLevels(page);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels[0]).toBe(1);
}

describe('logging in with a browser', () => {
  it('goes by MitID and comes back to the children', async () => {
    await register(alma.child);
    const page = await browser.visitor();
    await page.goto(portal('/portal'));
    await expectGoodPage(page, 'welcome-da');
    await logIn(page, alma.mother);
    expect(await page.title()).toContain('Mine børn');
    await expectGoodPage(page, 'children-one-da');
  });
});
