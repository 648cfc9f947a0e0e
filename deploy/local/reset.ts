import { rm } from 'node:fs/promises';
import { hubFolder, runningHub } from './hub-state.js';
import { CommandError } from './command-error.js';
import { runCommand } from './run-command.js';
import { postgresHome } from './servers/postgres-binaries.js';

/** `npm run reset`: throws away what `npm start` has kept: databases, topics, keys, logs. */
async function main(): Promise<number> {
  const running = await runningHub();
  if (running !== null) {
    throw new CommandError(`The hub is running (process ${running.pid}): end it with Ctrl-C first.`, 1);
  }
  await rm(await postgresHome(hubFolder), { recursive: true, force: true });
  await rm(hubFolder, { recursive: true, force: true });
  console.log(`${hubFolder} is cleared: the next npm start begins anew.`);
  return 0;
}

await runCommand(main);
