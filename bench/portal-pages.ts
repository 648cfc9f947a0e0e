import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { PortalVisitor } from '#local/portal-visitor.js';
import { askConsent } from './ask-consent.js';
import { openBenchHub, type BenchHub } from './bench-hub.js';
import { percentile } from './percentile.js';
import { cpuMs } from './process-figures.js';
import { registerFamilies } from './register-families.js';
import type { BenchChild } from './report-stream.js';
import { shareSummary } from './share-summary.js';

const CHILDREN = 10_000;
const QUICK_CHILDREN = 200;
const CALLERS = 4;
const CALLS = 200;
/** Pages a second, all kinds in turn: what 20,000 guardians ask for when each of them reads two pages within the same hour. */
const RATE = 11;
const RATE_SECONDS = 60;
/** Families that look at their pages; each has a document and a consent. */
const FAMILIES = 20;

interface Pages {
  readonly visitor: PortalVisitor;
  readonly paths: Readonly<Record<string, string>>;
}

/**
 * How long the portal takes to answer its pages when 10,000 children are stored: p50 and p95 in milliseconds of the whole answer at the rate
 * of a very busy hour, the same from 4 callers who never rest (`Full`), and the processor time of all services that a page costs. `--portal`
 * of `npm run bench`; `quick`: 200 children.
 */
export async function measurePortalPages(
  say: (line: string) => void,
  { quick }: { quick: boolean },
): Promise<Record<string, number>> {
  const bench = await openBenchHub(say, { env: { LOGINS_PER_MINUTE: '1000' } });
  try {
    const count = quick ? QUICK_CHILDREN : CHILDREN;
    say(`registering ${count} children`);
    const children = await registerFamilies(bench, count, say);
    await untilSettled(bench);
    say('sharing documents and asking for consents');
    const families = await Promise.all(children.slice(0, FAMILIES).map((child) => familyOf(bench, child)));
    await untilSettled(bench);
    const stored = await countStored(bench);
    say(`${stored} children are stored in consent; warming up`);
    await measure(bench, families, 50, () => undefined);
    const figures: Record<string, number> = { stored };
    say(`${RATE} pages a second for ${RATE_SECONDS} s`);
    for (const [page, times] of Object.entries(await atRate(families))) {
      const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
      Object.assign(figures, { [`${page}P50Ms`]: p50, [`${page}P95Ms`]: p95 });
      say(`  ${page}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
    }
    say(`${CALLERS} callers without a rest`);
    await measure(bench, families, CALLS, (page, times, cpu) => {
      const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
      Object.assign(figures, { [`${page}FullP50Ms`]: p50, [`${page}FullP95Ms`]: p95, [`${page}CpuMs`]: cpu });
      say(`  ${page}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, ${cpu.toFixed(1)} ms of processor time`);
    });
    return figures;
  } finally {
    await bench.close();
  }
}

/** Asks for the pages in turn at the rate, whether or not those before were answered; times by page. */
async function atRate(families: readonly Pages[]): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  const startMs = performance.now();
  const asked = Array.from({ length: RATE * RATE_SECONDS }, async (_, nth) => {
    await pause(startMs + (nth * 1000) / RATE - performance.now());
    const { visitor, paths } = families[nth % families.length]!;
    const pages = Object.keys(paths);
    // Another page each time a family comes round again.
    const page = pages[(nth + Math.floor(nth / families.length)) % pages.length]!;
    (times[page] ??= []).push(await timeOf(visitor, page, paths[page]!));
  });
  await Promise.all(asked);
  return times;
}

async function timeOf(visitor: PortalVisitor, page: string, path: string): Promise<number> {
  const start = performance.now();
  const answer = await visitor.get(path);
  await answer.text();
  if (answer.status !== 200) throw new Error(`${page} was answered ${answer.status}`);
  return performance.now() - start;
}

/** Asks each page so often in all, from some callers at a time, each family in turn. */
async function measure(
  bench: BenchHub,
  families: readonly Pages[],
  calls: number,
  tell: (page: string, times: number[], cpuMsPerPage: number) => void,
): Promise<void> {
  for (const page of Object.keys(families[0]!.paths)) {
    const times: number[] = [];
    let asked = 0;
    const cpuBefore = await cpuMs(bench.pids());
    const ask = async (): Promise<void> => {
      while (asked < calls * CALLERS) {
        const { visitor, paths } = families[asked++ % families.length]!;
        times.push(await timeOf(visitor, page, paths[page]!));
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, ask));
    tell(page, times, ((await cpuMs(bench.pids())) - cpuBefore) / times.length);
  }
}

async function untilSettled({ settled }: BenchHub): Promise<void> {
  while (!(await settled.isSettled())) await pause(200);
}

async function familyOf(bench: BenchHub, { child, mother }: BenchChild): Promise<Pages> {
  const { childId, documentId } = await shareSummary(bench, child);
  await askConsent(bench, childId);
  return {
    visitor: await PortalVisitor.logIn(bench.hub.urls['parent-portal'], mother),
    paths: {
      children: '/portal',
      documents: `/portal/children/${childId}`,
      document: `/portal/documents/${documentId}`,
      consents: '/portal/consents',
      accessLog: `/portal/children/${childId}/access-log`,
    },
  };
}

async function countStored(bench: BenchHub): Promise<number> {
  const url = new URL(bench.servers.databaseUrl);
  url.pathname = '/consent';
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    return Number((await client.query<{ count: string }>('select count(*) from child')).rows[0]!.count);
  } finally {
    await client.end();
  }
}
