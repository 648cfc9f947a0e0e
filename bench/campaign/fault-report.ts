import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#local/project-root.js';
import { faultPage } from './fault-page.js';
import type { FaultCourse, FaultReport, FaultResult } from './fault-result.js';
import { receiptsPlot } from '../plots/receipts-plot.js';
import { recoveryPlot } from '../plots/recovery-plot.js';

/** Where the campaign was run, from which commit. */
export function faultReport(
  seconds: number,
  faults: readonly FaultResult[],
  courses: readonly FaultCourse[],
): FaultReport {
  return {
    date: new Date().toISOString(),
    commit: commit(),
    machine: {
      system: `${type()} ${release()}`,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 1024 ** 3),
      node: process.version,
    },
    seconds: Math.round(seconds),
    faults,
    courses,
  };
}

/** Writes it for machines (JSON) and for people (a page with plots). @returns the path of the page */
export function keepFaultReport(report: FaultReport): string {
  const folder = join(projectRoot, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const keep = (name: string, text: string) => writeFileSync(join(folder, name), text);
  keep('faults.json', `${JSON.stringify(report, null, 2)}\n`);
  keep('faults-recovery.svg', recoveryPlot(report.faults));
  keep('faults-receipts.svg', receiptsPlot(report.courses));
  keep('faults.md', faultPage(report));
  return join(folder, 'faults.md');
}

/** The commit, and whether anything was changed beyond it; `unknown` outside a clone. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : ' with changes');
  } catch {
    return 'unknown';
  }
}
