import { mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';

const LONGEST_UNPACKING_MS = 60_000;

/**
 * Where the Chromium of the package lies, unpacked to the temporary folder by whoever comes first. The package itself takes a file that
 * another process is still writing for a finished one: so one process unpacks, and the others wait.
 */
export async function chromiumBinary(): Promise<string> {
  const lock = join(tmpdir(), 'chromium-is-unpacked');
  const until = Date.now() + LONGEST_UNPACKING_MS;
  while (!(await taken(lock))) {
    if (await isLeftBehind(lock)) await rm(lock, { recursive: true, force: true });
    if (Date.now() > until) throw new Error(`Chromium is being unpacked for too long; remove ${lock}`);
    await pause(50);
  }
  try {
    return await chromium.executablePath();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

const taken = (lock: string): Promise<boolean> =>
  mkdir(lock).then(
    () => true,
    () => false,
  );

/** A process that was killed while it unpacked leaves its lock. */
const isLeftBehind = (lock: string): Promise<boolean> =>
  stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > LONGEST_UNPACKING_MS / 2,
    () => false,
  );
