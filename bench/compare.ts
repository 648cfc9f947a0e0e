import { projectRoot } from '#local/project-root.js';
import { buildCommit, dropCommitBuild, ran } from './commit-build.js';

type Figures = Record<string, number | null>;

/** In this order, so that a machine that grows slower or faster meanwhile does so to both. */
const TURNS = ['before', 'now', 'now', 'before'] as const;

/**
 * Measures a commit and the present tree in turn on the same machine, and answers for each figure of the benchmark the mean of both and the
 * ratio now to then. `ref` is whatever git knows: a branch, a tag, a commit.
 */
export async function compareWith(ref: string, say: (line: string) => void): Promise<Record<string, number>> {
  const folder = await buildCommit(ref, say);
  try {
    const measured: Record<'before' | 'now', Figures[]> = { before: [], now: [] };
    for (const [nth, turn] of TURNS.entries()) {
      say(`run ${nth + 1} of ${TURNS.length}: ${turn === 'before' ? ref : 'the present tree'}`);
      const bench = ['--disable-warning=TimeoutNegativeWarning', 'dist/bench/main.js', '--quick'];
      const printed = await ran(process.execPath, bench, turn === 'before' ? folder : projectRoot);
      measured[turn].push(JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as Figures);
    }
    return ratios(measured.before, measured.now);
  } finally {
    dropCommitBuild(folder);
  }
}

/** Figures that one side does not have are left out. */
function ratios(earlier: readonly Figures[], now: readonly Figures[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const name of Object.keys(now[0] ?? {})) {
    const [before, after] = [earlier, now].map((runs) =>
      runs.map((run) => run[name]).filter((value) => value !== null && value !== undefined),
    );
    if (!before?.length || !after?.length) continue;
    const [old, present] = [mean(before), mean(after)];
    Object.assign(result, { [`${name}Before`]: old, [`${name}Now`]: present, [`${name}Ratio`]: present / old });
  }
  return result;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
