import type { Page, Response } from 'playwright-core';

/** Bytes over the wire for the first view of an address, without fonts: nothing of it may be in the browser's cache. */
export async function weightOfFirstView(page: Page, address: string): Promise<number> {
  const answers: Response[] = [];
  page.on('response', (answer) => answers.push(answer));
  await page.goto(address, { waitUntil: 'networkidle' });
  const counted = answers.filter(
    (answer) => answer.request().resourceType() !== 'font' && answer.url().startsWith('http'),
  );
  const sizes = await Promise.all(counted.map((answer) => answer.request().sizes()));
  return sizes.reduce(
    (sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize,
    0,
  );
}
