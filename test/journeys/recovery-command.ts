import { CommandError } from '../../deploy/local/command-error.js';
import { runRecoveryCommand } from '../../deploy/recovery/run-recovery-command.js';

export interface RecoveryAnswer {
  readonly exitCode: number;
  /** Standard output as JSON; null when there is none. */
  readonly answer: any;
  /** Why it was not done. */
  readonly told: string;
}

/** Gives a command of `deploy/recovery` with `--json`, as whoever runs the servers would, in this process. */
export async function recoveryCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RecoveryAnswer> {
  const said: string[] = [];
  const output = { say: (line: string) => void said.push(line), progress: () => undefined };
  try {
    const exitCode = await runRecoveryCommand([...args, '--json'], env, output);
    return { exitCode, answer: JSON.parse(said.join('\n')), told: '' };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { exitCode: error.exitCode, answer: null, told: error.message };
  }
}
