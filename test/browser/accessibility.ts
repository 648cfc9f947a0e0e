import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const WCAG_21_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** What axe could not decide by itself and a person did: the rule, and why it holds wherever it is found. */
export type Explained = Readonly<Record<string, string>>;

/**
 * What axe finds against WCAG 2.1 AA on the page as it stands, violations and undecided alike: `rule: selector`. Empty is what is wanted.
 */
export async function accessibilityFaults(page: Page, explained: Explained = {}): Promise<string[]> {
  const { violations, incomplete } = await new AxeBuilder({ page }).withTags(WCAG_21_AA).analyze();
  const undecided = incomplete.filter(({ id }) => !(id in explained));
  return [...violations, ...undecided].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Whether something is wider than the window, so that a person would have to scroll sideways. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = (globalThis as unknown as { document: { documentElement: any } }).document
      .documentElement;
    return scrollWidth > clientWidth;
  });

/** The levels of the page's headings in order, such as `[1, 2, 2]`. */
export const headingLevels = (page: Page): Promise<number[]> =>
  page.locator('h1, h2, h3, h4, h5, h6').evaluateAll((found) => found.map((each) => Number(each.tagName.slice(1))));
