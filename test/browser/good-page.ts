import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityFaults, type Explained } from './accessibility.js';
import { screenshot } from './screenshots.js';

/** What a page at 1280 pixels has left at 200 % zoom, and the narrowest window of WCAG 1.4.10. */
const NARROW = [640, 320];

/**
 * What holds of every page in every state: axe finds nothing, one h1 comes first and no level is skipped, the language is said, and at 200 %
 * zoom and at 320 pixels nobody scrolls sideways. Keeps pictures of the page, wide and narrow.
 */
export async function expectGoodPage(page: Page, name: string, explained: Explained = {}): Promise<void> {
  await screenshot(page, name);
  expect({ name, faults: await accessibilityFaults(page, explained) }).toEqual({ name, faults: [] });
  const levels = await page
    .locator('h1, h2, h3, h4, h5, h6')
    .evaluateAll((found) => found.map((each) => Number(each.tagName.slice(1))));
  expect({ name, first: levels[0], h1: levels.filter((level) => level === 1).length }).toEqual({
    name,
    first: 1,
    h1: 1,
  });
  for (const [nth, level] of levels.entries()) expect(level - (levels[nth - 1] ?? 0)).toBeLessThanOrEqual(1);
  expect(await page.locator('html').getAttribute('lang')).toMatch(/^[a-z]{2}$/);
  const wide = page.viewportSize()!;
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: 800 });
    expect({ name, width, overhang: await overhang(page) }).toEqual({ name, width, overhang: 0 });
  }
  await screenshot(page, `${name}-narrow`);
  await page.setViewportSize(wide);
}

/** By how many pixels the page is wider than the window. */
const overhang = (page: Page): Promise<number> =>
  page.locator('html').evaluate((html) => Math.max(0, html.scrollWidth - html.clientWidth));
