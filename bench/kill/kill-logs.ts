import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Hub } from '#local/hub-options.js';
import { hubFolder } from '#local/hub-state.js';
import { projectRoot } from '#local/project-root.js';
import { serviceNames } from '#local/service-name.js';

/** Keeps the logs of a hub whose own folder goes away with it, in place of those of an earlier campaign. @returns where they are, from the root of the project */
export function keepLogs(hub: Hub): string {
  const folder = join(hubFolder, 'kill-campaign');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const service of serviceNames) cpSync(hub.logFile(service), join(folder, `${service}.log`));
  return relative(projectRoot, folder);
}
