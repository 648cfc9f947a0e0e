import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '#local/command-error.js';
import { projectRoot } from '#local/project-root.js';

/** Checks a commit out and builds it; answers its folder. `ref` is whatever git knows: a branch, a tag, a commit. */
export async function buildCommit(ref: string, say: (line: string) => void): Promise<string> {
  const folder = checkOut(ref);
  say(`building ${ref}`);
  try {
    await ran('npm', ['run', 'build'], folder);
  } catch (error) {
    dropCommitBuild(folder);
    throw error;
  }
  return folder;
}

export function dropCommitBuild(folder: string): void {
  git('worktree', 'remove', '--force', folder);
}

/** What the program printed; what it tells meanwhile is shown. */
export function ran(program: string, args: readonly string[], cwd: string): Promise<string> {
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

function checkOut(ref: string): string {
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', `${ref}^{commit}`);
  } catch {
    throw new CommandError(`git knows no commit ${ref}. Give a branch, a tag or a commit.`);
  }
  const folder = join(projectRoot, '.hub', 'compare', commit);
  if (existsSync(folder)) dropCommitBuild(folder);
  git('worktree', 'add', '--detach', folder, commit);
  const lock = (root: string): string => readFileSync(join(root, 'package-lock.json'), 'utf8');
  // With another lock file its build installs packages of its own.
  if (lock(folder) === lock(projectRoot)) symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim();
