import { spawn, type ChildProcess } from 'node:child_process';

/**
 * A shell that reads process ids from its standard input and outlives us by some seconds: when the input closes, because we ended or were
 * killed, it ends every process still on its list (the gentle signal first, SIGKILL after 10 s) and removes the folder of a throw-away run.
 */
const GUARD = `
list=''
while read -r verb pid signal; do
  case $verb in
    add) list="$list $pid:$signal" ;;
    drop)
      rest=''
      for entry in $list; do [ "\${entry%:*}" = "$pid" ] || rest="$rest $entry"; done
      list=$rest ;;
  esac
done
for entry in $list; do kill -"\${entry#*:}" "\${entry%:*}" 2>/dev/null; done
tries=0
while [ -n "$list" ] && [ $tries -lt 100 ]; do
  rest=''
  for entry in $list; do kill -0 "\${entry%:*}" 2>/dev/null && rest="$rest $entry"; done
  list=$rest
  tries=$((tries + 1))
  [ -n "$list" ] && sleep 0.1
done
for entry in $list; do kill -KILL "\${entry%:*}" 2>/dev/null; done
[ -n "$1" ] && rm -rf "$1"
exit 0
`;

/** Keeps child processes from outliving this one, also when this one is killed with -9. */
export class ProcessGuard {
  readonly #shell: ChildProcess;

  /** @param throwAwayFolder removed when the guard ends; for runs that keep nothing. */
  constructor(throwAwayFolder?: string) {
    this.#shell = spawn('/bin/sh', ['-c', GUARD, 'trivselshub-guard', throwAwayFolder ?? ''], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#shell.stdin?.on('error', () => undefined);
  }

  watch(pid: number, gentleSignal: NodeJS.Signals): void {
    this.#shell.stdin?.write(`add ${pid} ${gentleSignal.replace(/^SIG/, '')}\n`);
  }

  forget(pid: number): void {
    this.#shell.stdin?.write(`drop ${pid}\n`);
  }

  /** Ends whatever is still watched, and the guard. */
  async close(): Promise<void> {
    if (this.#shell.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => this.#shell.once('exit', () => resolve()));
    this.#shell.stdin?.end();
    await ended;
  }
}
