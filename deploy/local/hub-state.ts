import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';
import type { ServiceName } from './service-name.js';

/** Where `npm start` keeps data, keys and logs. */
export const hubFolder = join(projectRoot, '.hub');

/** What other commands need to know of the hub that `npm start` runs. */
export interface HubState {
  pid: number;
  urls: Record<ServiceName, string>;
}

const STATE_FILE = join(hubFolder, 'running.json');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The hub that runs now; null when none does, also when one ended without a word. */
export async function runningHub(): Promise<HubState | null> {
  if (!existsSync(STATE_FILE)) return null;
  const state = JSON.parse(await readFile(STATE_FILE, 'utf8')) as HubState;
  return isAlive(state.pid) ? state : null;
}

export async function writeHubState(urls: HubState['urls']): Promise<void> {
  await writeFile(STATE_FILE, JSON.stringify({ pid: process.pid, urls } satisfies HubState, null, 2));
}

export async function removeHubState(): Promise<void> {
  await rm(STATE_FILE, { force: true });
}
