import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Issuer } from '#security/issuer.js';
import { ServiceTokens } from '#security/service-tokens.js';
import type { BesideInstance, Hub, HubOptions, Program, RestartOptions } from './hub-options.js';
import { projectRoot } from './project-root.js';
import { freePort } from './servers/free-port.js';
import { ManagedProcess } from './servers/managed-process.js';
import { ProcessGuard } from './servers/process-guard.js';
import { serviceEnvironment } from './service-environment.js';
import { serviceNames, type ServiceName } from './service-name.js';
import type { Surroundings } from './services.js';

const READY_WITHIN_MS = 60_000;

/**
 * Six services side by side on a small machine: a bounded heap and a small young generation. The heap may double between full collections:
 * with V8's cautious 1.3 the adapter collects every 150 reports, which costs a tenth of its processor time.
 */
const FRUGAL_FLAGS = ['--max-old-space-size=160', '--max-semi-space-size=16', '--heap-growing-percent=100'];
/** Few arenas of the C library. */
const FRUGAL_ENV = { MALLOC_ARENA_MAX: '2' };

/** A start is little else than loading 1,600 modules: what was compiled once is kept, and no path is looked up as a link, for none is one. */
const QUICK_FLAGS = ['--preserve-symlinks', '--preserve-symlinks-main'];
const compileCacheOf = (root: string) => ({ NODE_COMPILE_CACHE: join(root, 'dist', '.compile-cache') });

const presentBuild: Program = { root: projectRoot };

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );
}

/** The processes of a hub that was started; `startHub` makes it. */
export class RunningHub implements Hub {
  readonly urls: Record<ServiceName, string>;
  readonly #processes = new Map<ServiceName, ManagedProcess>();
  readonly #ports = new Map<ServiceName, number>();
  readonly #tokens = new Map<string, ServiceTokens>();
  readonly #guard = new ProcessGuard();
  readonly #expected = new Set<ManagedProcess>();
  /** Those that were started beside a service's process, by process id. */
  readonly #beside = new Map<number, ManagedProcess>();

  constructor(
    private readonly options: HubOptions,
    private readonly around: Surroundings,
  ) {
    this.urls = around.urls;
    for (const name of serviceNames) {
      this.#ports.set(name, options.behind?.[name]?.port ?? Number(new URL(around.urls[name]).port));
    }
  }

  async start(name: ServiceName, options: RestartOptions = {}): Promise<void> {
    const port = this.#ports.get(name)!;
    const process = this.#spawn(name, port, options);
    this.#watch(name, process);
    await this.#whenReady(name, process, port);
  }

  async startBeside(name: ServiceName, options: Pick<RestartOptions, 'program'> = {}): Promise<BesideInstance> {
    const port = await freePort();
    const process = this.#spawn(name, port, options);
    this.#beside.set(process.pid, process);
    await this.#whenReady(name, process, port);
    return besideOf(process, port);
  }

  succeed(name: ServiceName, { url, pid }: BesideInstance): BesideInstance {
    const before = besideOf(this.#present(name), this.#ports.get(name)!);
    this.#expected.add(this.#present(name));
    this.#watch(name, this.#beside.get(pid)!);
    this.#ports.set(name, Number(new URL(url).port));
    return before;
  }

  async stop(): Promise<void> {
    for (const process of this.#processes.values()) this.#expected.add(process);
    const standIns = this.#processes.get('stand-ins');
    await Promise.all([...this.#processes.values()].filter((one) => one !== standIns).map((one) => one.stop(12_000)));
    await standIns?.stop();
    await this.#guard.close();
  }

  async kill(service: ServiceName): Promise<void> {
    const process = this.#present(service);
    this.#expected.add(process);
    await process.kill();
  }

  async restart(service: ServiceName, options: RestartOptions = {}): Promise<void> {
    const process = this.#processes.get(service);
    if (process !== undefined) this.#expected.add(process);
    await process?.stop(12_000);
    await this.start(service, options);
  }

  ended(service: ServiceName): Promise<number | string> {
    return this.#present(service).exited;
  }

  pid(service: ServiceName): number {
    return this.#present(service).pid;
  }

  logFile(service: ServiceName): string {
    return join(resolve(this.options.dir), 'logs', `${service}.log`);
  }

  logs(service: ServiceName): Promise<string> {
    return readFile(this.logFile(service), 'utf8');
  }

  tokenFor(clientId: string): Promise<string> {
    const tokens =
      this.#tokens.get(clientId) ??
      new ServiceTokens({
        issuer: new Issuer(`${this.urls['stand-ins']}/oidc`),
        clientId,
        keyFile: this.around.files.clientKeyFile(clientId),
      });
    this.#tokens.set(clientId, tokens);
    return tokens.get();
  }

  #present(service: ServiceName): ManagedProcess {
    const process = this.#processes.get(service);
    if (process === undefined) throw new Error(`${service} was not started`);
    return process;
  }

  #watch(name: ServiceName, process: ManagedProcess): void {
    this.#processes.set(name, process);
    void process.exited.then((outcome) => {
      if (!this.#expected.has(process)) this.options.onEnded?.(name, outcome);
    });
  }

  async #whenReady(name: ServiceName, process: ManagedProcess, port: number): Promise<void> {
    const url = `http://127.0.0.1:${port}`;
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await isReady(url))) {
      if (!process.running) throw new Error(`${name} ended while it started; its last lines:\n${process.lastLines()}`);
      if (Date.now() > until)
        throw new Error(`${name} was not ready in a minute; its last lines:\n${process.lastLines()}`);
      await wait(50);
    }
  }

  #spawn(name: ServiceName, port: number, { killAt, clock, env, program }: RestartOptions = {}): ManagedProcess {
    const {
      root,
      main,
      env: ofProgram,
    } = program ?? (name === 'stand-ins' ? presentBuild : this.options.program) ?? presentBuild;
    const dist = join(root, 'dist');
    return new ManagedProcess({
      name,
      command: globalThis.process.execPath,
      args: [
        ...FRUGAL_FLAGS,
        ...QUICK_FLAGS,
        '--disable-warning=TimeoutNegativeWarning',
        '--import',
        join(dist, 'libs', 'observability', 'src', 'preload.js'),
        join(root, main ?? `dist/apps/${name}/src/main.js`),
      ],
      env: {
        PATH: globalThis.process.env['PATH'],
        HOME: globalThis.process.env['HOME'],
        ...FRUGAL_ENV,
        ...compileCacheOf(root),
        ...serviceEnvironment(name, this.around),
        PORT: String(port),
        ...ofProgram,
        ...(killAt === undefined ? {} : { HUB_KILL_AT: killAt }),
        ...(clock === undefined ? {} : { HUB_CLOCK: clock }),
        ...env,
      },
      cwd: root,
      logFile: this.logFile(name),
      guard: this.#guard,
    });
  }
}

const besideOf = (process: ManagedProcess, port: number): BesideInstance => ({
  url: `http://127.0.0.1:${port}`,
  pid: process.pid,
  stop: () => process.stop(12_000),
  kill: () => process.kill(),
});
