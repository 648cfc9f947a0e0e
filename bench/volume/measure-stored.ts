import { setTimeout as pause } from 'node:timers/promises';
import { askConsent } from '../ask-consent.js';
import { openBenchHub, type BenchHub } from '../bench-hub.js';
import { Ledger, RESULTS_ALONE } from '../ledger.js';
import { percentile } from '../percentile.js';
import { registerFamilies } from '../register-families.js';
import { ReportStream } from '../report-stream.js';
import { runReports } from '../run-reports.js';
import { shareSummary } from '../share-summary.js';
import { perReport, processorTime } from '../processor-time.js';
import { HubDatabases } from './hub-databases.js';
import { type KnownThings, knownThings } from './known-things.js';
import { measuredDoors } from './measured-doors.js';
import { multiplyRows } from './multiply-rows.js';
import { rebuildRecords } from './rebuild-records.js';
import { untilLettersEnded } from './until-letters-ended.js';
import { wholeReads } from './whole-reads.js';

const FAMILIES = 200;
/** Reports of the first part of them, all there is in one hub and the pattern of what fills the other. */
const BASE_REPORTS = 2_000;
const SHARED = 20;
/** Reports that are measured go to families of their own, so that in both hubs a child has as many results. */
const MEASURED_FAMILIES = 200;
const CALM_RATE = 50;
const ROUND = { full: 1_500, calmSeconds: 8, asks: 40 };
const QUICK_ROUND = { full: 300, calmSeconds: 2, asks: 10 };
/** In this order, so that a machine that grows slower or faster meanwhile does so to both. */
const TURNS = ['few', 'many', 'many', 'few', 'few', 'many', 'many', 'few'] as const;

type Size = (typeof TURNS)[number];

/** A hub of the two, and what is measured in it. */
interface Side {
  readonly bench: BenchHub;
  readonly databases: HubDatabases;
  readonly ledger: Ledger;
  readonly stream: ReportStream;
  readonly look: () => Promise<KnownThings>;
  readonly cpu: { services: number[]; postgres: number[] };
  readonly p50: number[];
  readonly p99: number[];
}

/**
 * Whether a report and a page cost the same however much is stored: two hubs on the same servers, one with a few thousand results and one
 * filled to `results`, asked in turn for the same. Processor time of services and PostgreSQL a report, times to visible at a calm rate, and
 * p50 and p95 of doors and pages, all in milliseconds, and the ratio of the two. Says which tables the big one read from end to end.
 */
export async function measureStored(
  say: (line: string) => void,
  { results, quick }: { results: number; quick: boolean },
): Promise<Record<string, number>> {
  const round = quick ? QUICK_ROUND : ROUND;
  const first = await openBenchHub(say);
  const opened: { close(): Promise<void> }[] = [first];
  const open = async <Thing extends { close(): Promise<void> }>(thing: Promise<Thing>): Promise<Thing> => {
    opened.push(await thing);
    return thing;
  };
  try {
    const second = await open(openBenchHub(say, { beside: { bench: first, name: 'many' } }));
    const sideOf = async (bench: BenchHub): Promise<Side> => {
      const databases = await open(HubDatabases.open(bench));
      const ledger = await open(Ledger.open(bench.servers.brokers, bench.topicPrefix, { topics: RESULTS_ALONE }));
      const children = await registerFamilies(bench, FAMILIES + MEASURED_FAMILIES, say);
      const [base, measured] = [children.slice(0, FAMILIES), children.slice(FAMILIES)];
      const baseReports = quick ? BASE_REPORTS / 10 : BASE_REPORTS;
      say(`${baseReports} reports`);
      await runReports(bench, ledger, new ReportStream(base, 'BASE', new Date()), baseReports);
      const shared: string[] = [];
      for (const { child } of base.slice(0, quick ? SHARED / 5 : SHARED)) {
        const { childId } = await shareSummary(bench, child);
        await askConsent(bench, childId);
        shared.push(childId);
      }
      await untilLettersEnded(databases);
      await untilQuiet(bench);
      const stream = new ReportStream(measured, 'MEASURED', new Date());
      const look = (): Promise<KnownThings> => knownThings(bench, databases, base[0]!, shared[0]!);
      return { bench, databases, ledger, stream, look, cpu: { services: [], postgres: [] }, p50: [], p99: [] };
    };
    const sides: Record<Size, Side> = { few: await sideOf(first), many: await sideOf(second) };
    // Nobody may write while indexes are away; both hubs begin anew, so that both have been running for as long.
    for (const { bench } of Object.values(sides)) await bench.die();
    say(`filling one of the hubs to ${results} results`);
    await multiplyRows(sides.many.databases, results, say);
    const [{ count: stored }] = await countResults(sides.many);
    for (const { bench } of Object.values(sides)) await bench.rise();
    say('warming up');
    for (const side of Object.values(sides)) await runReports(side.bench, side.ledger, side.stream, round.full / 2);
    await untilQuiet(first);
    await untilQuiet(second);
    const readBefore = await wholeReads(sides.many.databases);
    for (const [nth, size] of TURNS.entries()) {
      await takeTurn(sides[size], round);
      const { cpu, p50, p99 } = sides[size];
      say(
        `  turn ${nth + 1} of ${TURNS.length}, ${size} stored: ${cpu.services.at(-1)!.toFixed(2)} ms of the services and ` +
          `${cpu.postgres.at(-1)!.toFixed(2)} ms of PostgreSQL a report; visible after ${p50.at(-1)!.toFixed(0)} ms (p50), ${p99.at(-1)!.toFixed(0)} ms (p99)`,
      );
    }
    await pause(2_000);
    const readAfter = await wholeReads(sides.many.databases);
    const reports = (TURNS.length / 2) * (round.full + CALM_RATE * round.calmSeconds);
    for (const [table, read] of [...readAfter].toSorted(([, a], [, b]) => b - a)) {
      const rows = (read - (readBefore.get(table) ?? 0)) / reports;
      if (rows >= 1) say(`  read from end to end: ${rows.toFixed(0)} rows a report of ${table}`);
    }
    const doors = await askDoors(sides, round.asks, say);
    const rebuild = await rebuildRecords(sides.many.bench, sides.many.databases, say);
    return { stored: Number(stored), ...reportFigures(sides), ...doors, ...rebuild };
  } finally {
    for (const one of opened.toReversed()) await one.close();
  }
}

async function takeTurn({ bench, ledger, stream, cpu, p50, p99 }: Side, round: typeof ROUND): Promise<void> {
  const before = await processorTime(bench);
  await runReports(bench, ledger, stream, round.full);
  await untilQuiet(bench);
  const took = perReport(before, await processorTime(bench), round.full);
  cpu.services.push(took.adapter + took.screening + took.operations + took.notifications + took.consentAndPortal);
  cpu.postgres.push(took.postgres);
  const calm = await runReports(bench, ledger, stream, CALM_RATE * round.calmSeconds, CALM_RATE);
  p50.push(calm.p50);
  p99.push(calm.p99);
}

function reportFigures(sides: Record<Size, Side>): Record<string, number> {
  const figures: Record<string, number> = {};
  const compare = (name: string, of: (side: Side) => number): void => {
    const [few, many] = [of(sides.few), of(sides.many)];
    Object.assign(figures, { [`${name}Few`]: few, [`${name}Many`]: many, [`${name}Ratio`]: many / few });
  };
  compare('cpuMsPerReport', ({ cpu }) => middle(cpu.services.map((ms, nth) => ms + cpu.postgres[nth]!)));
  compare('servicesMsPerReport', ({ cpu }) => middle(cpu.services));
  compare('postgresMsPerReport', ({ cpu }) => middle(cpu.postgres));
  compare('calmP50Ms', ({ p50 }) => middle(p50));
  compare('calmP99Ms', ({ p99 }) => middle(p99));
  const all = Object.values(sides);
  figures['lost'] = all.reduce((sum, { ledger }) => sum + ledger.lost().length, 0);
  figures['doubled'] = all.reduce((sum, { ledger }) => sum + ledger.doubled().length, 0);
  return figures;
}

/** Each door so often in both hubs, in turn. */
async function askDoors(sides: Record<Size, Side>, asks: number, say: (line: string) => void) {
  const figures: Record<string, number> = {};
  const known: Record<Size, KnownThings> = { few: await sides.few.look(), many: await sides.many.look() };
  for (const [name, ask] of Object.entries(measuredDoors)) {
    const times: Record<Size, number[]> = { few: [], many: [] };
    for (let nth = -2; nth < asks; nth++) {
      for (const size of nth % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const)) {
        const took = await timeOf(name, ask(known[size]));
        if (nth >= 0) times[size].push(took);
      }
    }
    const [few, many] = [times.few, times.many].map((of) => ({ p50: percentile(of, 0.5), p95: percentile(of, 0.95) }));
    Object.assign(figures, { [`${name}P50Ms`]: many!.p50, [`${name}Ratio`]: many!.p50 / few!.p50 });
    const words = (of: { p50: number; p95: number }): string => `${of.p50.toFixed(1)} / ${of.p95.toFixed(1)} ms`;
    say(`  ${name}: ${words(few!)} and ${words(many!)} (p50 / p95), ${(many!.p50 / few!.p50).toFixed(2)} times`);
  }
  return figures;
}

async function timeOf(name: string, asked: Promise<Response>): Promise<number> {
  const start = performance.now();
  const answer = await asked;
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${name} was answered ${answer.status} ${text.slice(0, 300)}`);
  return performance.now() - start;
}

/** Of the turns those in the middle, so that one in which the machine stood still does not count. */
function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}

async function countResults({ databases }: Side): Promise<[{ count: string }]> {
  const counted = `select count(*) from child_fact where type = 'adbb_result.recorded'`;
  return (await databases.rows<{ count: string }>('screening', counted)) as [{ count: string }];
}

async function untilQuiet({ settled }: BenchHub): Promise<void> {
  while (!(await settled.isSettled())) await pause(200);
}
