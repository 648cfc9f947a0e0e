import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from '#local/run-command.js';
import { type BenchHub, openBenchHub } from './bench-hub.js';
import { Ledger } from './ledger.js';
import { OtlpSink } from './otlp-sink.js';
import { percentile } from './percentile.js';
import { measurePortalPages } from './portal-pages.js';
import { pgCommitsPerSecond } from './pg-commits.js';
import { cpuMs, residentMb } from './process-figures.js';
import { registerFamilies } from './register-families.js';
import { ReportStream } from './report-stream.js';
import { sendReports } from './send-reports.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const callers = 64;
const families = 2_000;
const baseReports = 4_000;
const calmRate = 50;
const calmSeconds = 20;

interface Run {
  readonly ackedPerSecond: number;
  readonly visiblePerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Sends so many reports and waits until all are visible. */
async function run(bench: BenchHub, ledger: Ledger, stream: ReportStream, count: number, rate?: number): Promise<Run> {
  const before = new Set(ledger.entries.keys());
  const start = performance.now();
  const sent = await sendReports({
    url: `${bench.hub.urls['novax-adapter']}/fhir/Bundle`,
    token: () => bench.hub.tokenFor('journal-k1'),
    contentType: 'application/fhir+json',
    next: stream.take(count),
    callers,
    ledger,
    ...(rate === undefined ? {} : { rate }),
  });
  if (sent.refused.size > 0) throw new Error(`Reports were refused: ${JSON.stringify([...sent.refused])}`);
  const own = [...ledger.entries].filter(([id]) => !before.has(id)).map(([, entry]) => entry);
  const end = performance.now() + 120_000;
  while (own.some((entry) => entry.visibleAtMs === null) && performance.now() < end) await pause(50);
  const visible = own.filter((entry) => entry.visibleAtMs !== null);
  const times = visible.map((entry) => (entry.visibleAtMs ?? 0) - entry.sentAtMs);
  const last = Math.max(...visible.map((entry) => entry.visibleAtMs ?? 0));
  return {
    ackedPerSecond: sent.acknowledged / sent.seconds,
    visiblePerSecond: visible.length / ((last - start) / 1000),
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}

async function untilQuiet(bench: BenchHub): Promise<void> {
  while (!(await bench.settled.isSettled())) await pause(200);
}

async function main(): Promise<number> {
  if (process.argv.includes('--portal')) {
    report(await measurePortalPages(say, { quick: process.argv.includes('--quick') }));
    return 0;
  }
  const sink = await OtlpSink.open();
  const bench = await openBenchHub(say, { env: { OTLP_URL: sink.url } });
  const ledger = await Ledger.open(bench.servers.brokers, 'hub.');
  try {
    say('bare single-row commits');
    const commits = await pgCommitsPerSecond(bench.servers.databaseUrl, callers, 3);
    say(`registering ${families} families`);
    const children = await registerFamilies(bench, families, say);
    const stream = new ReportStream(children, 'BENCH', new Date());
    say(`warming up (a report has ${stream.bytes} bytes)`);
    await run(bench, ledger, stream, 1_000);
    say(`${baseReports} reports from ${callers} callers`);
    const cpuBeforeFull = await cpuMs(bench.pids());
    const full = await run(bench, ledger, stream, baseReports);
    await untilQuiet(bench);
    const cpuMsPerReport = ((await cpuMs(bench.pids())) - cpuBeforeFull) / baseReports;
    const resident = await residentMb(bench.pids());
    say(`${calmRate} reports a second for ${calmSeconds} s`);
    const calm = await run(bench, ledger, stream, calmRate * calmSeconds, calmRate);
    await untilQuiet(bench);
    say('idle for 10 s');
    await pause(2_000);
    const cpuBefore = await cpuMs(bench.pids());
    await pause(10_000);
    const idleCpuPercent = (await cpuMs(bench.pids())) - cpuBefore;
    const stored = ledger.entries.size;
    const quick = process.argv.includes('--quick');
    let tenfoldRatio = Number.NaN;
    if (!quick) {
      say(`filling up to ten times the ${stored} stored reports`);
      for (let filled = 0; filled < stored * 9; filled += 5_000) {
        await run(bench, ledger, stream, 5_000);
        say(`  ${ledger.entries.size} stored`);
      }
      await untilQuiet(bench);
      const again = await run(bench, ledger, stream, baseReports);
      tenfoldRatio = again.ackedPerSecond / full.ackedPerSecond;
    }
    await untilQuiet(bench);
    report({
      ackedPerSecond: full.ackedPerSecond,
      visiblePerSecond: full.visiblePerSecond,
      visibleP50Ms: full.p50,
      visibleP95Ms: full.p95,
      visibleP99Ms: full.p99,
      calmP50Ms: calm.p50,
      calmP95Ms: calm.p95,
      calmP99Ms: calm.p99,
      pgCommitsPerSecond: commits,
      ratioToPgCommits: full.ackedPerSecond / commits,
      cpuMsPerReport,
      lost: ledger.lost().length,
      doubled: ledger.doubled().length,
      residentMb: resident,
      idleCpuPercent: idleCpuPercent / 100,
      tenfoldRatio,
    });
    return 0;
  } finally {
    await ledger.close();
    await bench.close();
    await sink.close();
  }
}

/** A table for people, then one JSON object on the last line for machines. */
function report(figures: Record<string, number>): void {
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number.isNaN(value) ? null : Number(value.toPrecision(4))]),
  );
  for (const [name, value] of Object.entries(rounded)) process.stdout.write(`${name.padEnd(22)} ${value ?? '-'}\n`);
  process.stdout.write(`${JSON.stringify(rounded)}\n`);
}

await runCommand(main);
