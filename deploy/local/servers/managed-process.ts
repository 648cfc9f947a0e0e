import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProcessGuard } from './process-guard.js';

export interface ManagedProcessOptions {
  name: string;
  command: string;
  args: string[];
  /** Everything the process prints goes here, appended. */
  logFile: string;
  guard: ProcessGuard;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** What ends the process in good order. */
  gentleSignal?: NodeJS.Signals;
}

/** A child process in a session of its own (a Ctrl-C in the terminal reaches only us), watched by a guard, writing to a log file. */
export class ManagedProcess {
  readonly name: string;
  readonly pid: number;
  /** Resolves with the exit code, or the name of the signal, when the process is gone. */
  readonly exited: Promise<number | string>;
  readonly #child: ChildProcess;
  readonly #options: ManagedProcessOptions;

  constructor(options: ManagedProcessOptions) {
    this.name = options.name;
    this.#options = options;
    mkdirSync(dirname(options.logFile), { recursive: true });
    const log = openSync(options.logFile, 'a');
    this.#child = spawn(options.command, options.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: options.env ?? process.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
    });
    closeSync(log);
    this.pid = this.#child.pid ?? -1;
    if (this.pid > 0) options.guard.watch(this.pid, options.gentleSignal ?? 'SIGTERM');
    this.exited = new Promise((resolve) => {
      const gone = (outcome: number | string): void => {
        if (this.pid > 0) options.guard.forget(this.pid);
        resolve(outcome);
      };
      this.#child.once('error', (error) => gone(error.message));
      this.#child.once('exit', (code, signal) => gone(code ?? signal ?? 'unknown'));
    });
  }

  get running(): boolean {
    return this.pid > 0 && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends the process in good order, with SIGKILL when it takes longer than allowed. */
  async stop(withinMs = 10_000): Promise<number | string> {
    if (this.running) this.#child.kill(this.#options.gentleSignal ?? 'SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), withinMs);
    const outcome = await this.exited;
    clearTimeout(timer);
    return outcome;
  }

  /** kill -9 of the process and of what it started in its own group. */
  async kill(): Promise<void> {
    if (this.running) process.kill(-this.pid, 'SIGKILL');
    await this.exited;
  }

  /** The last lines of the log, for messages about a process that did not come up. */
  lastLines(count = 15): string {
    return readFileSync(this.#options.logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  }
}
