import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#local/project-root.js';

export interface RecoveryAnswer {
  readonly exitCode: number;
  /** Standard output as JSON; null when there is none. */
  readonly answer: any;
  readonly told: string;
}

/** Gives a command of `deploy/recovery` with `--json`, as whoever runs the servers would, and waits for its end. */
export function recoveryCommand(args: readonly string[], env: Readonly<Record<string, string>>): Promise<RecoveryAnswer> {
  const main = join(projectRoot, 'dist', 'deploy', 'recovery', 'main.js');
  return new Promise((resolve) => {
    const options = { env: { KAFKAJS_NO_PARTITIONER_WARNING: '1', ...env } };
    execFile(process.execPath, [main, ...args, '--json'], options, (error, stdout, stderr) => {
      const exitCode = error ? Number(error.code) : 0;
      resolve({ exitCode, answer: stdout === '' ? null : JSON.parse(stdout), told: stderr });
    });
  });
}
