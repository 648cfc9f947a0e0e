import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderToString } from 'preact-render-to-string';
import { projectRoot } from '#local/project-root.js';
import { type Chart, LineChart, type Series } from './line-chart.js';
import type { Moment, TimeLine } from '../time-line.js';

const folder = join(projectRoot, 'bench', 'results');
const [BLUE, ORANGE] = ['#1a5fb4', '#c64600'];

/** Throughput, latency and memory of a measurement over time, as three SVG files in `bench/results`. Answers their paths. */
export async function writePlots({ moments, parts }: TimeLine): Promise<string[]> {
  const series = (name: string, colour: string, value: (moment: Moment) => number | null): Series => ({
    name,
    colour,
    points: moments.map((moment) => [moment.second, value(moment)]),
  });
  const frame = { x: 'seconds', marks: parts.map(({ second, name }) => ({ at: second, name })) };
  const charts: Record<string, Chart> = {
    throughput: {
      ...frame,
      title: 'Reports a second',
      y: 'reports/s',
      series: [
        series('acknowledged', BLUE, ({ acknowledged }) => acknowledged),
        series('visible', ORANGE, ({ visible }) => visible),
      ],
    },
    latency: {
      ...frame,
      title: 'From send to visible',
      y: 'ms',
      series: [series('p50', BLUE, ({ p50Ms }) => p50Ms), series('p99', ORANGE, ({ p99Ms }) => p99Ms)],
    },
    memory: {
      ...frame,
      title: 'All services resident',
      y: 'MB',
      series: [series('resident', BLUE, ({ residentMb }) => residentMb)],
    },
  };
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Object.entries(charts).map(async ([name, chart]) => {
      const path = join(folder, `${name}.svg`);
      await writeFile(path, renderToString(<LineChart {...chart} />));
      return path;
    }),
  );
}
