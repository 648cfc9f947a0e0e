import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderToString } from 'preact-render-to-string';
import { projectRoot } from '#local/project-root.js';
import { type ProcessorTime, shares } from '../processor-time.js';
import { StackedBars } from './stacked-bars.js';

const folder = join(projectRoot, 'bench', 'results');
const COLOURS: Record<keyof ProcessorTime, string> = {
  adapter: '#1a5fb4',
  screening: '#c64600',
  operations: '#26803f',
  notifications: '#813d9c',
  consentAndPortal: '#63452c',
  postgres: '#0f6674',
  kafka: '#a51d2d',
  generator: '#5e5c64',
};

/** Where the processor time of a report went under each load, as `bench/results/processor.svg`. Answers its path. */
export async function writeProcessorPlot(loads: Readonly<Record<string, ProcessorTime>>): Promise<string> {
  const bars = Object.entries(loads).map(([name, time]) => ({ name, lengths: shares.map((share) => time[share]) }));
  const pieces = shares.map((share) => ({
    name: share === 'consentAndPortal' ? 'consent and portal' : share,
    colour: COLOURS[share],
  }));
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'processor.svg');
  const picture = <StackedBars title="Processor time of a report" unit="milliseconds" bars={bars} pieces={pieces} />;
  await writeFile(path, renderToString(picture));
  return path;
}
