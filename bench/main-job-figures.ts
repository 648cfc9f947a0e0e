import { setTimeout as pause } from 'node:timers/promises';
import { bareLoopPerSecond } from './bare-loop/bare-loop.js';
import { type BenchHub, openBenchHub } from './bench-hub.js';
import { Ledger, RESULTS_ALONE } from './ledger.js';
import { SpanCollector } from './span-collector.js';
import { pgCommitsPerSecond } from './pg-commits.js';
import { cpuMs, residentMb } from './process-figures.js';
import { perReport, type ProcessorTime, processorTime, shares } from './processor-time.js';
import { registerFamilies } from './register-families.js';
import { ReportStream } from './report-stream.js';
import { CALLERS, runReports } from './run-reports.js';
import { TimeLine } from './time-line.js';
import { writePlots } from './plots/write-plots.js';
import { writeProcessorPlot } from './plots/write-processor-plot.js';

const families = 2_000;
const baseReports = 4_000;
const calmRate = 50;
const calmSeconds = 20;

/**
 * The figures of the main job: reports acknowledged and visible at full load and at a calm rate, beside what PostgreSQL and a bare loop do in
 * the same run. `quick` leaves out the filling up to ten times the records.
 */
export async function measureMainJob(
  say: (line: string) => void,
  { quick }: { quick: boolean },
): Promise<Record<string, number>> {
  const collector = await SpanCollector.open();
  const bench = await openBenchHub(say, { env: { OTLP_URL: collector.url } });
  const ledger = await Ledger.open(bench.servers.brokers, 'hub.', { topics: RESULTS_ALONE });
  const timeLine = new TimeLine(ledger, bench.pids);
  try {
    say('bare single-row commits');
    const commits = await pgCommitsPerSecond(bench.servers.databaseUrl, CALLERS, 3);
    say(`registering ${families} families`);
    const children = await registerFamilies(bench, families, say);
    const stream = new ReportStream(children, 'BENCH', new Date());
    say(`the bare loop: ${baseReports} reports from ${CALLERS} callers`);
    const { databaseUrl, brokers } = bench.servers;
    const bareLoop = await bareLoopPerSecond({ databaseUrl, brokers, stream, reports: baseReports, callers: CALLERS });
    timeLine.begin('warming up');
    say(`warming up (a report has ${stream.bytes} bytes)`);
    await runReports(bench, ledger, stream, 1_000);
    say(`${baseReports} reports from ${CALLERS} callers`);
    timeLine.begin(`${CALLERS} callers`);
    const cpuBeforeFull = await cpuMs(bench.pids());
    const beforeFull = await processorTime(bench);
    const full = await runReports(bench, ledger, stream, baseReports);
    await untilQuiet(bench);
    const cpuMsPerReport = ((await cpuMs(bench.pids())) - cpuBeforeFull) / baseReports;
    const atTheLimit = perReport(beforeFull, await processorTime(bench), baseReports);
    const resident = await residentMb(bench.pids());
    say(`${calmRate} reports a second for ${calmSeconds} s`);
    timeLine.begin(`${calmRate} a second`);
    const beforeCalm = await processorTime(bench);
    const calm = await runReports(bench, ledger, stream, calmRate * calmSeconds, calmRate);
    await untilQuiet(bench);
    const calmly = perReport(beforeCalm, await processorTime(bench), calmRate * calmSeconds);
    say('idle for 10 s');
    timeLine.begin('idle');
    await pause(2_000);
    const cpuBefore = await cpuMs(bench.pids());
    await pause(10_000);
    const idleCpuPercent = (await cpuMs(bench.pids())) - cpuBefore;
    const stored = ledger.entries.size;
    let tenfoldRatio = Number.NaN;
    if (!quick) {
      timeLine.begin('filling up');
      say(`filling up to ten times the ${stored} stored reports`);
      for (let filled = 0; filled < stored * 9; filled += 5_000) {
        await runReports(bench, ledger, stream, 5_000);
        say(`  ${ledger.entries.size} stored`);
      }
      await untilQuiet(bench);
      timeLine.begin('ten times the records');
      const again = await runReports(bench, ledger, stream, baseReports);
      tenfoldRatio = again.ackedPerSecond / full.ackedPerSecond;
    }
    await untilQuiet(bench);
    timeLine.stop();
    const pictures = [
      ...(await writePlots(timeLine)),
      await writeProcessorPlot({ 'at the limit': atTheLimit, [`at ${calmRate} a second`]: calmly }),
    ];
    for (const path of pictures) say(`a picture: ${path}`);
    return {
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
      bareLoopPerSecond: bareLoop,
      ratioToBareLoop: full.visiblePerSecond / bareLoop,
      cpuMsPerReport,
      ...named('limitMs', atTheLimit),
      ...named('calmMs', calmly),
      lost: ledger.lost().length,
      doubled: ledger.doubled().length,
      residentMb: resident,
      idleCpuPercent: idleCpuPercent / 100,
      tenfoldRatio,
    };
  } finally {
    timeLine.stop();
    await ledger.close();
    await bench.close();
    await collector.close();
  }
}

async function untilQuiet(bench: BenchHub): Promise<void> {
  while (!(await bench.settled.isSettled())) await pause(200);
}

/** `limitMsAdapter` and so on: milliseconds of processor time a report. */
function named(prefix: string, time: ProcessorTime): Record<string, number> {
  return Object.fromEntries(shares.map((name) => [`${prefix}${name[0]!.toUpperCase()}${name.slice(1)}`, time[name]]));
}
