import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '#local/command-error.js';
import { projectRoot } from '#local/project-root.js';

type Figures = Record<string, number | null>;

/** In this order, so that a machine that grows slower or faster meanwhile does so to both. */
const TURNS = ['before', 'now', 'now', 'before'] as const;

/**
 * Measures a commit and the present tree in turn on the same machine, and answers for each figure of the benchmark the mean of both and the
 * ratio now to then. `ref` is whatever git knows: a branch, a tag, a commit.
 */
export async function compareWith(ref: string, say: (line: string) => void): Promise<Record<string, number>> {
  const folder = checkOut(ref);
  try {
    say(`building ${ref}`);
    await ran('npm', ['run', 'build'], folder);
    const measured: Record<'before' | 'now', Figures[]> = { before: [], now: [] };
    for (const [nth, turn] of TURNS.entries()) {
      say(`run ${nth + 1} of ${TURNS.length}: ${turn === 'before' ? ref : 'the present tree'}`);
      const bench = ['--disable-warning=TimeoutNegativeWarning', 'dist/bench/main.js', '--quick'];
      const printed = await ran(process.execPath, bench, turn === 'before' ? folder : projectRoot);
      measured[turn].push(JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as Figures);
    }
    return ratios(measured.before, measured.now);
  } finally {
    git('worktree', 'remove', '--force', folder);
  }
}

function checkOut(ref: string): string {
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', `${ref}^{commit}`);
  } catch {
    throw new CommandError(`git knows no commit ${ref}. Give a branch, a tag or a commit to compare with.`);
  }
  const folder = join(projectRoot, '.hub', 'compare', commit);
  if (existsSync(folder)) git('worktree', 'remove', '--force', folder);
  git('worktree', 'add', '--detach', folder, commit);
  const lock = (root: string): string => readFileSync(join(root, 'package-lock.json'), 'utf8');
  // With another lock file its build installs packages of its own.
  if (lock(folder) === lock(projectRoot)) symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  return folder;
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

const git = (...args: string[]): string => execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim();

/** What the program printed; what it tells meanwhile is shown. */
function ran(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (text: Buffer) => (printed += String(text)));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve(printed)
        : reject(new CommandError(`${program} ${args.join(' ')} in ${cwd} ended with ${code}`, 1)),
    );
  });
}
