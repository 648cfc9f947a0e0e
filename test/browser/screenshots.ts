import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '#local/project-root.js';

/** Git-ignored; for a person to look through. */
const folder = join(projectRoot, '.hub', 'screenshots');

/** Keeps what the whole page looks like now as `.hub/screenshots/<name>.jpeg`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.jpeg`), quality: 80, fullPage: true });
}
