import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const WCAG_21_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** Rules that axe could not decide by itself and a person did, and why they hold wherever they are found. */
export type Explained = Readonly<Record<string, string>>;

/** What axe finds against WCAG 2.1 AA on the page as it stands, violations and undecided alike. Empty is what is wanted. */
export async function accessibilityFaults(page: Page, explained: Explained = {}): Promise<string[]> {
  const { violations, incomplete } = await new AxeBuilder({ page }).withTags(WCAG_21_AA).analyze();
  const undecided = incomplete.filter(({ id }) => !(id in explained));
  return [...violations, ...undecided].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
