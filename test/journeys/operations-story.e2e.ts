import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { loginAs } from '#local/login.js';
import { eventually } from '#testing/eventually.js';
import { expectGoodPage } from '../browser/good-page.js';
import { TestBrowser } from '../browser/test-browser.js';
import { openJourneyHub, type JourneyHub } from './journey-hub.js';

const alma = '6403264012';
const saga = '7001264160';
const senderOfK2 = { K2: { cvr: '99999902', name: 'Kommune To' } };
const senders = { K1: { cvr: '99999901', name: 'Kommune Et' }, ...senderOfK2 };
/** A process that dies here has an event in hand and has not handled it. */
const EVENT_IN_HAND = 'consumer.before-commit';
/** After two times the event is set aside; beyond that something is wrong with this story. */
const MOST_DEATHS = 15;
/** What axe leaves to a person on a page with a time line. */
const drawn = { 'color-contrast': 'the words of the drawing are #1a1a1a on the white of the page' };
const SLOW = { timeout: 60_000 };

let journey: JourneyHub;
let browser: TestBrowser;
let nurse: string;

/** Nobody has entered K1 as a sender of letters: a slip that an installation can make. */
beforeAll(async () => {
  const env = { SENDERS: JSON.stringify(senderOfK2), KAFKA_SESSION_TIMEOUT_MS: '2000' };
  [journey, browser] = await Promise.all([openJourneyHub({ env }), TestBrowser.open()]);
  nurse = (await loginAs({ issuer: `${journey.hub.urls['stand-ins']}/oidc`, username: 'hv1-nurse' })).accessToken;
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await journey?.close();
}, 60_000);

const operations = (path: string): string => `${journey.hub.urls.operations}${path}`;

async function call(method: string, address: string, body?: unknown, bearer = nurse): Promise<any> {
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
  return text === '' ? {} : JSON.parse(text);
}

/** The journal reports a result, the nurse shares a summary of it; answers the journal's record id. */
async function shareFirstSummary(childCpr: string): Promise<string> {
  const { consent, screening, 'novax-adapter': adapter } = journey.hub.urls;
  const { childId } = await call('POST', `${consent}/children`, { cpr: childCpr, healthVisitingUnit: 'HV-1' });
  const recordId = `NVX-${randomUUID().slice(0, 8)}`;
  const items = {
    '1facialExpression': 1,
    '2eyeContact': 0,
    '3generalLevelOfActivity': 0,
    '4selfStimulatingGestures': 0,
    '5vocalizations': 0,
    '6brisknessOfResponseToStimulation': 1,
    '7relationship': 0,
    '8attraction': 0,
  };
  const observedAt = new Date(Date.now() - 86_400_000).toISOString();
  const result = { recordId, version: 1, childCpr, observedAt, observerCertified: true, items, total: 2 };
  await call('POST', `${adapter}/novax/results`, result, await journey.hub.tokenFor('journal-k1'));
  const resultId = await eventually(async () => {
    const record = await call('GET', `${screening}/children/${childId}/record`);
    expect(record.results).not.toEqual([]);
    return record.results[0].resultId as string;
  });
  const text = 'Barnet er glad og følger med.';
  const document = { kind: 'health_visit_summary', text, basedOnResultId: resultId };
  const { documentId } = await call('POST', `${screening}/children/${childId}/documents`, document);
  await call('POST', `${screening}/documents/${documentId}/share`, {});
  return recordId;
}

async function loggedIn(): Promise<Page> {
  const page = await browser.visitor();
  await page.goto(operations('/'));
  await page.getByLabel('Brugernavn').fill('ops');
  await page.getByRole('button', { name: 'Log ind' }).click();
  await page.waitForURL(operations('/'));
  return page;
}

/** Searches among the stopped chains by the id that the journal's people tell, and opens the chain. */
async function openStopped(page: Page, recordId: string): Promise<void> {
  await page.getByRole('link', { name: 'Chains', exact: true }).click();
  await page.getByLabel('Trace, receipt, record or letter id').fill(recordId);
  await page.getByLabel('State').selectOption('stopped');
  await eventually(
    async () => {
      await page.getByRole('button', { name: 'Search' }).click();
      await page.waitForLoadState();
      expect(await page.getByRole('link', { name: recordId }).count()).toBe(1);
    },
    { within: 60_000 },
  );
  await page.getByRole('link', { name: recordId }).click();
  await page.waitForURL(/\/page$/);
}

/** Waits for words that come without the page being loaded again. */
const shown = (page: Page, words: string) => page.locator('main').getByText(words).first().waitFor(SLOW);

describe('a night operator, from the pages alone', () => {
  it('finds the chain that stopped, reads why, has it mended, lets the child be tried again, and sees the chain complete', async () => {
    const recordId = await shareFirstSummary(alma);
    const page = await loggedIn();
    await openStopped(page, recordId);
    const main = page.locator('main');
    await shown(page, 'SENDER_UNKNOWN');
    expect(await main.innerText()).toContain(
      'The municipality is not set up as a sender of letters. Enter it in SENDERS',
    );
    await expectGoodPage(page, 'operations-story-chain-stopped', drawn);

    // Whoever installs the hub does as the page says.
    await journey.hub.restart('notifications', { env: { SENDERS: JSON.stringify(senders) } });

    await page.getByRole('link', { name: 'Look at the parked child and try again' }).click();
    await shown(page, 'portal.document.shared.v1 failed: SENDER_UNKNOWN');
    await expectGoodPage(page, 'operations-story-parked');
    await page.getByLabel('Reason').fill('K1 is a sender now');
    await page.getByRole('button', { name: 'Try again now' }).click();
    await shown(page, 'Nothing of this key is parked');
    await expectGoodPage(page, 'operations-story-released');

    await page.getByRole('link', { name: 'Chains', exact: true }).click();
    await page.getByLabel('Trace, receipt, record or letter id').fill(recordId);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: recordId }).click();
    await page.locator('main .hub-mark', { hasText: 'complete' }).waitFor(SLOW);
    await expectGoodPage(page, 'operations-story-chain-complete', drawn);
    await page.getByRole('link', { name: 'Log of acts' }).click();
    expect(await main.innerText()).toMatch(/staff-ops as ops_operator[^]*K1 is a sender now/);
    await expectGoodPage(page, 'operations-story-acts');
  }, 180_000);

  it('finds the message that killed a service again and again, sees in a dry run what a replay would do, replays it, and sees the chain complete', async () => {
    const env = { SENDERS: JSON.stringify(senders), CRASH_ATTEMPTS: '2' };
    const killed = { env, killAt: EVENT_IN_HAND };
    await journey.hub.restart('notifications', killed);
    const recordId = await shareFirstSummary(saga);
    const ops = (await loginAs({ issuer: `${journey.hub.urls['stand-ins']}/oidc`, username: 'ops' })).accessToken;
    const setAside = async () =>
      (await call('GET', operations('/dead-letters'), undefined, ops)).messages.some(
        (message: { code: string }) => message.code === 'CRASHED_THE_PROCESS',
      );
    for (let deaths = 0; deaths < MOST_DEATHS && !(await setAside()); deaths += 1) {
      const ended = await Promise.race([
        journey.hub.ended('notifications'),
        eventually(async () => expect(await setAside()).toBe(true), { within: 60_000 }),
      ]);
      // It may die before it says that it is ready.
      if (ended !== undefined) await journey.hub.restart('notifications', killed).catch(() => undefined);
    }
    expect(await setAside()).toBe(true);
    // The developers deliver a version that does not die.
    await journey.hub.restart('notifications', { env });

    const page = await loggedIn();
    await openStopped(page, recordId);
    await shown(page, 'CRASHED_THE_PROCESS');
    await page.getByRole('link', { name: 'Look at the dead letter and replay it' }).click();
    await shown(page, 'The process ended each time it had this event in hand.');
    await expectGoodPage(page, 'operations-story-dead-letter');
    await page.getByRole('link', { name: 'Replay it: see first what would happen' }).click();
    await shown(page, 'Nothing has changed yet.');
    await expectGoodPage(page, 'operations-story-dry-run');
    await page.getByLabel('Reason').fill('mended version installed');
    await page.getByRole('button', { name: 'Replay (1)' }).click();
    await shown(page, 'The replay is at its end: 1 replayed, 0 open again');
    await expectGoodPage(page, 'operations-story-replayed');
    await page.getByRole('link', { name: 'Chains', exact: true }).click();
    await page.getByLabel('Trace, receipt, record or letter id').fill(recordId);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: recordId }).click();
    await page.locator('main .hub-mark', { hasText: 'complete' }).waitFor(SLOW);
    await shown(page, 'It was replayed. Nothing is left to do.');
  }, 300_000);
});
