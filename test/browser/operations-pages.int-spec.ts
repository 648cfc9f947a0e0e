import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from '#testing/eventually.js';
import { SessionCookie } from '../../apps/operations/src/login/session-cookie.js';
import { newTrace, operator, RunningOperations } from '../../apps/operations/src/running-operations.fixture.js';
import { expectGoodPage } from './good-page.js';
import { TestBrowser } from './test-browser.js';

let operations: RunningOperations;
let browser: TestBrowser;

beforeAll(async () => {
  [operations, browser] = await Promise.all([
    RunningOperations.open({
      SCREENING_URL: 'http://127.0.0.1:9',
      TRACE_URL_TEMPLATE: 'https://traces.example/trace/{traceId}',
    }),
    TestBrowser.open(),
  ]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await operations?.close();
});
beforeEach(() =>
  operations.query(
    'truncate parked_key, parked_event, dead_letter, message_act, chain, chain_step, stopped_message, refused_entry, awaited_step',
  ),
);

async function visitor(
  options: BrowserContextOptions = {},
  person: Parameters<RunningOperations['cookie']>[0] = operator,
): Promise<Page> {
  const page = await browser.visitor(options);
  await page
    .context()
    .addCookies([{ name: 'operations', value: await operations.cookie(person), url: operations.url }]);
  return page;
}

/** What axe leaves to a person on a page with a time line. */
const drawn = { 'color-contrast': 'the words of the drawing are #1a1a1a on the white of the page' };
const danishClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', timeStyle: 'short' });
const at = (path: string): string => `${operations.url}${path}`;
const old = (page: Page) => page.getByText(/^Not up to date since \d\d:\d\d\. Load the page again\.$/);

/** A chain with many steps: taken in, judged, shared, two letters of which one fails. */
async function longChain(recordId = 'NVX-1'): Promise<string> {
  const traceId = newTrace();
  const [one, other] = [randomUUID(), randomUUID()];
  const step = (type: string, second: number, extra: object = {}) =>
    operations.delivered(
      traceId,
      type,
      new Date(Date.parse('2026-05-06T08:00:00Z') + second * 1000).toISOString(),
      extra,
    );
  await operations.record(
    step('journal.entry.received.v1', 0, { receiptId: randomUUID(), recordId }),
    step('screening.result.recorded.v1', 0.2),
    step('screening.level.changed.v1', 0.2),
    step('portal.document.shared.v1', 30),
    step('letter.requested.v1', 30.1, { letterId: one }),
    step('letter.requested.v1', 30.1, { letterId: other }),
    step('letter.submitted.v1', 33, { letterId: one }),
    step('letter.delivered.v1', 40, { letterId: one }),
    step('letter.failed.v1', 45, { letterId: other }),
  );
  return traceId;
}

describe('the pages of operations, whatever is in them', () => {
  it('show chains: none, none found, many, and one with all its steps', async () => {
    const page = await visitor();
    await page.goto(at('/'));
    await expectGoodPage(page, 'operations-chains-none');
    for (let nth = 0; nth < 51; nth += 1) await longChain(`NVX-${nth}`);
    await page.goto(at('/'));
    await expectGoodPage(page, 'operations-chains-many');
    await page.goto(at('/?find=nothing-like-this&state=stopped&from=2026-05-06T10:15'));
    expect(await page.getByLabel('Begun from').inputValue()).toBe('2026-05-06T10:15');
    await expectGoodPage(page, 'operations-chains-not-found');
    await page.goto(at(`/chains/${await longChain('NVX-LONG')}/page`));
    await expectGoodPage(page, 'operations-chain', drawn);
    expect(await page.getByRole('img', { name: /Time line of 9 steps/ }).count()).toBe(1);
  });

  it('show what stands still: nothing, something, many, one, and a service that does not answer', async () => {
    const page = await visitor();
    await page.goto(at('/stopped'));
    await expectGoodPage(page, 'operations-stopped-none');
    await page.goto(at('/stopped/operations'));
    await expectGoodPage(page, 'operations-service-none');
    const traceId = await longChain();
    const { key } = await operations.park({ traceId });
    const { id } = await operations.deadLetter({ traceId });
    for (let nth = 0; nth < 51; nth += 1) {
      await operations.park();
      await operations.deadLetter({ code: 'TYPE_UNKNOWN' });
    }
    for (const [name, path] of [
      ['stopped-many', '/stopped'],
      ['waiting', '/waiting'],
      ['service-many', '/stopped/operations'],
      ['service-filtered', '/stopped/operations?code=TYPE_UNKNOWN'],
      ['parked', `/stopped/operations/parked?key=${key}`],
      ['dead-letter', `/stopped/operations/dead-letters/${id}`],
      ['plan-one', `/stopped/operations/plan?act=replay&id=${id}`],
      ['plan-many', '/stopped/operations/plan?act=discard&code=TYPE_UNKNOWN'],
      ['plan-nothing', '/stopped/operations/plan?act=reopen&code=TYPE_UNKNOWN'],
      ['chain-stopped', `/chains/${traceId}/page`],
      ['replay', '/stopped/operations/replay?since=2026-05-06T08:00:00.000Z&of=10&code=TYPE_UNKNOWN'],
      ['done', '/stopped/operations/done?act=discard&count=3'],
      ['acts-none', '/acts'],
      ['refused-service-silent', '/stopped/screening'],
    ] as const) {
      await page.goto(at(path));
      await expectGoodPage(page, `operations-${name}`, name === 'chain-stopped' ? drawn : {});
    }
  }, 180_000);

  it('show forms with faults, and the fault at its field', async () => {
    const { id } = await operations.deadLetter();
    const page = await visitor();
    await page.goto(at(`/stopped/operations/plan?act=discard&id=${id}`));
    await page.getByLabel('Reason').fill('for 640326-4012');
    await page.getByRole('button', { name: 'Discard (1)' }).click();
    expect(await page.title()).toContain('Error: ');
    expect(await page.getByLabel('Reason').getAttribute('aria-invalid')).toBe('true');
    await expectGoodPage(page, 'operations-plan-faulty');
    await page.getByLabel('Reason').fill('sent by mistake');
    await page.getByRole('button', { name: 'Discard (1)' }).click();
    expect(await page.locator('main').innerText()).toContain('1 dead letter was discarded.');
    await page.getByRole('link', { name: 'Log of acts' }).first().click();
    await expectGoodPage(page, 'operations-acts');
  });

  it('show gaps, and let one be closed by hand and be found among the closed ones', async () => {
    await operations.query(
      `insert into awaited_step (step, about, trace_id, municipality, letter_id, since, due_at, gap_detected_at)
       values ('letter.delivered', 'one', $1, 'K1', $2, now(), now(), now())`,
      [await longChain(), randomUUID()],
    );
    const page = await visitor();
    await page.goto(at('/gaps/page'));
    await expectGoodPage(page, 'operations-gaps-open');
    await page.getByRole('link', { name: 'Letter delivered' }).click();
    await page.getByLabel('Why the step never comes').selectOption('receipt_lost');
    await page.getByLabel('Reason').fill('for 640326-4012');
    await page.getByRole('button', { name: 'Close (1)' }).click();
    expect(await page.title()).toContain('Error: ');
    await expectGoodPage(page, 'operations-gap-faulty');
    await page.getByLabel('Reason').fill('the channel lost it');
    await page.getByRole('button', { name: 'Close (1)' }).click();
    expect(await page.locator('main').innerText()).toContain('A gap was closed by an operator');
    await page.goto(at('/gaps/page?state=closed'));
    await expectGoodPage(page, 'operations-gaps-closed');
    await page.getByRole('link', { name: 'Letter delivered' }).click();
    await page.getByRole('button', { name: 'Open again (1)' }).waitFor();
  });

  it('show what senders were refused for: nothing, and many with their trends', async () => {
    const page = await visitor();
    await page.goto(at('/refused'));
    await expectGoodPage(page, 'operations-refused-none');
    for (let nth = 0; nth < 40; nth += 1) {
      const time = new Date(Date.now() - ((nth * nth) % 29) * 86_400_000).toISOString();
      const entry = { receiptId: randomUUID(), sourceSystem: nth % 3 ? 'NOVAX-K1' : 'OTHER-K1', recordId: `R-${nth}` };
      await operations.record(operations.delivered(newTrace(), 'journal.entry.rejected.v1', time, entry));
    }
    await page.goto(at('/refused'));
    await expectGoodPage(page, 'operations-refused-many');
    await page.getByRole('link', { name: 'SCORE_MISMATCH' }).first().click();
    await expectGoodPage(page, 'operations-refused-list');
  });

  it('say no as a page: to another role, to another municipality, to an address that is wrong, and to one who is gone', async () => {
    const nurse = await visitor({}, { ...operator, role: 'health_visitor' });
    expect((await nurse.goto(at('/stopped')))!.status()).toBe(403);
    await expectGoodPage(nurse, 'operations-refused-role');
    const page = await visitor();
    expect((await page.goto(at(`/chains/${newTrace()}/page`)))!.status()).toBe(404);
    await expectGoodPage(page, 'operations-refused-not-found');
    await page.getByRole('button', { name: 'Log out' }).click();
    expect(await page.title()).toContain('You are logged out');
    await expectGoodPage(page, 'operations-logged-out');
  });
});

describe('somebody who cannot use a mouse, or runs no script', () => {
  it('gets to the content past the menu, and to every control with a visible ring', async () => {
    await operations.deadLetter();
    const page = await visitor();
    await page.goto(at('/stopped/operations'));
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    const seen: string[] = [];
    for (let nth = 0; nth < 8; nth += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      seen.push((await focused.getAttribute('name')) ?? (await focused.innerText()));
      const ring = await focused.evaluate((element) => {
        const style = element.ownerDocument.defaultView!.getComputedStyle(element);
        return (
          (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
        );
      });
      expect([seen.at(-1), ring]).toEqual([seen.at(-1), true]);
    }
    expect(seen).toEqual([
      'Stopped messages',
      'type',
      'code',
      'key',
      'state',
      'Search',
      'Clear',
      'portal.document.shared.v2',
    ]);
  });

  it('is kept from putting a civil registration number into an address, without script, and not from searching by ids', async () => {
    const page = await visitor({ javaScriptEnabled: false });
    for (const [path, label] of [
      ['/', 'Trace, receipt, record or letter id'],
      ['/stopped/operations', 'Key'],
    ] as const) {
      await page.goto(at(path));
      const search = async (typed: string) => {
        await page.getByLabel(label, { exact: true }).fill(typed);
        await page.getByRole('button', { name: 'Search' }).click();
      };
      for (const typed of ['6403264012', '640326-4012', 'NVX 640326 4012']) await search(typed);
      expect(page.url()).toBe(at(path));
      await search('01234567-0101-4101-8101-010101010101');
      await page.waitForURL(/=01234567-0101-4101-8101-010101010101/);
    }
  });

  it('sees a replay go on by a link, without script', async () => {
    const { id } = await operations.deadLetter();
    const page = await visitor({ javaScriptEnabled: false });
    await page.goto(at(`/stopped/operations/dead-letters/${id}`));
    await page.getByRole('link', { name: /Replay it/ }).click();
    await page.getByLabel('Reason').fill('mended');
    await page.getByRole('button', { name: 'Replay (1)' }).click();
    expect(await page.locator('main').innerText()).toContain('0 of 1 are through');
    await operations.query(`update dead_letter set state = 'replayed', state_since = now()`);
    await page.getByRole('link', { name: 'Look again' }).click();
    expect(await page.locator('main').innerText()).toContain('1 replayed, 0 open again');
  });

  it('sees a replay go on by itself, with script, and breaks no rule of the content security policy', async () => {
    const { id } = await operations.deadLetter({ key: 'child-1' });
    await operations.deadLetter({ key: 'child-1' });
    const page = await visitor();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(at(`/stopped/operations/dead-letters/${id}`));
    await page.getByRole('link', { name: /of this key, in order/ }).click();
    await page.getByLabel('Reason').fill('mended');
    await page.getByRole('button', { name: 'Replay (2)' }).click();
    await page.getByText('0 of 2 are through').waitFor();
    await operations.query(`update dead_letter set state = 'replayed', state_since = now() where id = $1`, [id]);
    await page.getByText('1 of 2 are through').waitFor();
    await operations.query(`update dead_letter set state = 'replayed', state_since = now() where state = 'queued'`);
    await page.getByText('The replay is at its end: 2 replayed, 0 open again').first().waitFor();
    expect(await page.getByRole('status').innerText()).toContain('at its end');
    expect(said).toEqual([]);
  });

  it('is told since when a page is not up to date, after the login has run out or without an answer, and no more once it is', async () => {
    const path = `/stopped/operations/parked?key=${(await operations.park()).key}`;
    const [loggedOut, cutOff] = [await visitor(), await visitor()];
    const begun = Date.now();
    await Promise.all([loggedOut.goto(at(path)), cutOff.goto(at(path))]);
    const login = jest.spyOn(operations.service.app.get(SessionCookie), 'open').mockResolvedValue(null);
    await cutOff.route('**/parked/now?*', (route) => route.abort());
    await old(loggedOut).waitFor();
    expect((await old(loggedOut).boundingBox())!.height).toBeGreaterThan(10);
    const [since] = /\d\d:\d\d/.exec(await old(loggedOut).innerText())!;
    expect([danishClock.format(begun), danishClock.format()]).toContain(since);
    await expectGoodPage(loggedOut, 'operations-not-up-to-date');
    login.mockRestore();
    await old(cutOff).waitFor();
    await old(loggedOut).waitFor({ state: 'detached' });
  });
});

describe('a part of a page that keeps itself up to date', () => {
  it('goes on while a link in it has the focus, and keeps the focus there', async () => {
    const traceId = await longChain();
    for (let nth = 0; nth < 2; nth += 1) {
      await operations.query(
        `insert into awaited_step (step, about, trace_id, municipality, letter_id, since, due_at, gap_detected_at)
         values ('letter.delivered', $1::text, $2, 'K1', $1::text::uuid, now(), now(), now())`,
        [randomUUID(), traceId],
      );
    }
    const page = await visitor();
    await page.goto(at(`/chains/${traceId}/page`));
    const link = page.getByRole('link', { name: 'Look at the gap' }).last();
    await link.focus();
    const address = await link.getAttribute('href');
    await operations.record(operations.delivered(traceId, 'portal.document.opened.v1', '2026-05-06T08:01:00Z'));
    await page.getByRole('cell', { name: 'Document opened' }).waitFor();
    expect(await page.locator(':focus').getAttribute('href')).toBe(address);
    expect(await old(page).count()).toBe(0);
  });

  it('says since when a page is not up to date when the service takes the question and never answers', async () => {
    const { page, pass } = await visitorInTime();
    await page.route('**/parked/now?*', () => undefined);
    await page.goto(at(`/stopped/operations/parked?key=${(await operations.park()).key}`));
    await pass(30_000, async () => expect(await old(page).innerText({ timeout: 500 })).toContain('since 10:00.'));
  });

  it.each([
    ['words in it are selected', (page: Page) => page.getByText('First').selectText()],
    ['a field in it is filled in', (page: Page) => page.getByLabel('Note').fill('half')],
  ])('waits while %s, says since when, and goes on after it', async (_, hold) => {
    const { page, pass } = await visitorInTime();
    const stands = (word: string) => `<div data-more="yes"><p>${word}</p><input aria-label="Note" name="note"></div>`;
    let now = stands('First');
    await page.route('**/parked/now?*', (route) => route.fulfill({ contentType: 'text/html', body: now }));
    await page.goto(at(`/stopped/operations/parked?key=${(await operations.park()).key}`));
    await pass(1000, () => page.getByText('First').waitFor({ timeout: 500 }));
    await hold(page);
    now = stands('Second');
    await pass(5000, async () => expect(await old(page).innerText({ timeout: 500 })).toContain('since 10:00.'));
    expect(await page.getByText('First').count()).toBe(1);
    await page.getByRole('heading', { level: 1 }).click();
    await pass(1000, () => page.getByText('Second').waitFor({ timeout: 500 }));
    expect(await old(page).count()).toBe(0);
  });

  /** Somebody at ten in the morning, and a way to let time pass on the page until something holds. */
  async function visitorInTime() {
    const page = await visitor();
    await page.clock.install({ time: '2026-05-06T08:00:00Z' });
    // A time limit is the browser's own otherwise, and waits for real time.
    await page.addInitScript(() => {
      AbortSignal.timeout = (ms) => {
        const limit = new AbortController();
        setTimeout(() => limit.abort(), ms);
        return limit.signal;
      };
    });
    const pass = (ms: number, holds: () => Promise<void>) =>
      eventually(async () => {
        await page.clock.runFor(ms);
        await holds();
      });
    return { page, pass };
  }
});
