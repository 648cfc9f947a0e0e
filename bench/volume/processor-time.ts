import { readdir, readFile } from 'node:fs/promises';
import type { BenchHub } from '../bench-hub.js';

/** Processor time so far of the services and of the whole of PostgreSQL, in milliseconds (Linux). */
export async function processorTime({ pids, servers }: BenchHub): Promise<{ services: number; postgres: number }> {
  const own = await Promise.all(pids().map(async (pid) => (await ticksOf(pid)).own));
  const services = own.reduce((sum, ticks) => sum + ticks, 0) * 10;
  const root = servers.postgres?.pid;
  if (root === undefined) return { services, postgres: Number.NaN };
  const all = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .map(ticksOf),
  );
  // Sessions that have ended count with the process that began them.
  const postgres = all
    .filter(({ pid, parent }) => pid === root || parent === root)
    .reduce((sum, { pid, own: ticks, ended }) => sum + ticks + (pid === root ? ended : 0), 0);
  return { services, postgres: postgres * 10 };
}

async function ticksOf(pid: number): Promise<{ pid: number; parent: number; own: number; ended: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat
    .replace(/^.*\) /, '')
    .split(' ')
    .map(Number);
  const [parent = 0, own = 0, ended = 0] = [
    fields[1],
    (fields[11] ?? 0) + (fields[12] ?? 0),
    (fields[13] ?? 0) + (fields[14] ?? 0),
  ];
  return { pid, parent, own, ended };
}
