import { readdir, readFile } from 'node:fs/promises';
import type { BenchHub } from './bench-hub.js';

/** Milliseconds of processor time so far, by what took it. */
export type ProcessorTime = Readonly<Record<(typeof shares)[number], number>>;

export const shares = [
  'adapter',
  'screening',
  'operations',
  'notifications',
  'consentAndPortal',
  'postgres',
  'kafka',
  'generator',
] as const;

/** What all processes of a hub on this machine have taken, the generator of the load included (Linux: /proc/PID/stat, in hundredths of a second). */
export async function processorTime({ hub, servers }: BenchHub): Promise<ProcessorTime> {
  const own = async (pid: number): Promise<number> => (await stat(pid))?.ownMs ?? 0;
  return {
    adapter: await own(hub.pid('novax-adapter')),
    screening: await own(hub.pid('screening')),
    operations: await own(hub.pid('operations')),
    notifications: await own(hub.pid('notifications')),
    consentAndPortal: (await own(hub.pid('consent'))) + (await own(hub.pid('parent-portal'))),
    postgres: servers.postgres ? await ofFamily(servers.postgres.pid) : Number.NaN,
    kafka: servers.kafka[0] ? await own(servers.kafka[0].pid) : Number.NaN,
    generator: await own(process.pid),
  };
}

/** For each of so many reports. */
export function perReport(before: ProcessorTime, after: ProcessorTime, reports: number): ProcessorTime {
  return Object.fromEntries(shares.map((name) => [name, (after[name] - before[name]) / reports])) as ProcessorTime;
}

/** A process with its children, also those that have ended. */
async function ofFamily(pid: number): Promise<number> {
  const all = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .map(stat),
  );
  const children = all.filter((one) => one?.parent === pid);
  const parent = await stat(pid);
  return (
    (parent?.ownMs ?? 0) +
    (parent?.endedChildrenMs ?? 0) +
    children.reduce((sum, child) => sum + (child?.ownMs ?? 0), 0)
  );
}

/** Null for a process that has ended. */
async function stat(pid: number): Promise<{ parent: number; ownMs: number; endedChildrenMs: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text
    .replace(/^.*\) /, '')
    .split(' ')
    .map(Number);
  const ms = (...places: number[]): number => places.reduce((sum, place) => sum + (fields[place] ?? 0) * 10, 0);
  return { parent: fields[1] ?? 0, ownMs: ms(11, 12), endedChildrenMs: ms(13, 14) };
}
