import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.js';
import { ManagedProcess } from './managed-process.js';
import { postgresAccount, postgresBinaries, postgresHome, type PostgresAccount } from './postgres-binaries.js';
import type { ProcessGuard } from './process-guard.js';
import type { RestartableServer } from './restartable-server.js';

const run = promisify(execFile);
const STARTS_WITHIN_MS = 30_000;
const SUPERUSER = 'hub';

/** Made once for a cluster and kept beside it; the superuser is for provisioning only. */
async function superuserPassword(dir: string): Promise<string> {
  const file = join(dir, 'keys', 'postgresql-superuser');
  await mkdir(join(dir, 'keys'), { recursive: true });
  await writeFile(file, randomBytes(18).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(() => undefined);
  return readFile(file, 'utf8');
}

/** One PostgreSQL cluster from the npm package, on 127.0.0.1 only, without a Unix socket. */
export class EmbeddedPostgres implements RestartableServer {
  readonly url: string;
  #process: ManagedProcess | null = null;

  private constructor(
    readonly port: number,
    password: string,
    private readonly server: {
      dir: string;
      data: string;
      program: string;
      account: PostgresAccount | null;
      guard: ProcessGuard;
      fsync: boolean;
    },
  ) {
    this.url = `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  }

  static async start(options: {
    dir: string;
    guard: ProcessGuard;
    fsync: boolean;
    port?: number;
  }): Promise<EmbeddedPostgres> {
    const binaries = await postgresBinaries();
    const account = await postgresAccount();
    const home = await postgresHome(options.dir);
    const data = join(home, 'data');
    const password = await superuserPassword(options.dir);
    if ((await stat(join(data, 'PG_VERSION')).catch(() => null)) === null) {
      // A cluster that was interrupted while it was made has no use.
      await rm(home, { recursive: true, force: true });
      await mkdir(home, { recursive: true });
      const passwordFile = join(home, 'superuser');
      await writeFile(passwordFile, password, { mode: 0o600 });
      for (const path of account === null ? [] : [home, passwordFile])
        await chown(path, account?.uid ?? 0, account?.gid ?? 0);
      const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
      const access = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
      await run(binaries.initdb, ['-D', data, '--no-sync', ...locale, ...access], { cwd: home, ...account });
      await rm(passwordFile);
    }
    const port = await freePort(options.port);
    const postgres = new EmbeddedPostgres(port, password, { ...options, data, program: binaries.postgres, account });
    await postgres.start();
    return postgres;
  }

  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  async start(): Promise<void> {
    const until = Date.now() + STARTS_WITHIN_MS;
    let child = this.#spawn();
    while (!(await this.#answers())) {
      if (Date.now() > until) throw new Error(`PostgreSQL did not start; its last lines:\n${child.lastLines()}`);
      // After kill -9 the old backends hold the shared memory for a moment longer.
      if (!child.running && /shared memory block|lock file/.test(child.lastLines(5))) child = this.#spawn();
      else if (!child.running)
        throw new Error(`PostgreSQL ended while it started; its last lines:\n${child.lastLines()}`);
      await wait(25);
    }
  }

  async stop(): Promise<void> {
    await this.#process?.stop(20_000);
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  #spawn(): ManagedProcess {
    const { dir, data, program, account, guard, fsync } = this.server;
    const settings: Record<string, string | number> = {
      listen_addresses: '127.0.0.1',
      port: this.port,
      unix_socket_directories: '',
      max_connections: 300,
      shared_buffers: '128MB',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    this.#process = new ManagedProcess({
      name: 'postgresql',
      command: program,
      args: ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      logFile: join(dir, 'logs', 'postgresql.log'),
      guard,
      cwd: data,
      gentleSignal: 'SIGINT',
      ...account,
    });
    return this.#process;
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
