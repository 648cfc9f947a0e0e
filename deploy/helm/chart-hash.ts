import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One number for everything in the chart's folder, so that a rendering tells which chart it is of. */
export function chartHash(chart: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(chart, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(`${relative(chart, file)}\0${readFileSync(file, 'utf8')}\0`);
  return hash.digest('hex');
}
