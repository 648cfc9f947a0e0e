import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const WCAG_21_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** Rules that axe could not decide by itself and a person did, and why they hold wherever they are found. */
export type Explained = Readonly<Record<string, string>>;

/** What axe finds against WCAG 2.1 AA on the page as it stands, violations and undecided alike. Empty is what is wanted. */
export async function accessibilityFaults(page: Page, explained: Explained = {}): Promise<string[]> {
  // Without frames nothing is to be put together afterwards, for which axe would open another page each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations, incomplete } = await axe
    .options({ runOnly: { type: 'tag', values: WCAG_21_AA }, resultTypes: ['violations', 'incomplete'] })
    .analyze();
  const undecided = incomplete.filter(({ id }) => !(id in explained));
  return [...violations, ...undecided].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
