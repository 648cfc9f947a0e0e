import { readFile } from 'node:fs/promises';

/** Resident memory of processes together, in MB (Linux: VmRSS). */
export async function residentMb(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)),
  );
  return each.reduce((sum, kb) => sum + kb, 0) / 1024;
}

/** Processor time of processes together so far, in milliseconds (Linux: utime and stime, in hundredths of a second). */
export async function cpuMs(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    }),
  );
  return each.reduce((sum, ms) => sum + ms, 0);
}
