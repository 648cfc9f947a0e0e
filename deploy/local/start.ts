import type { Hub } from './hub-options.js';
import { hubFolder, removeHubState, runningHub, writeHubState } from './hub-state.js';
import { startHub } from './hub.js';
import { runMainJob } from './main-job.js';
import { Progress } from './progress.js';
import { startServers, type Servers } from './servers.js';
import { MissingServersError } from './servers/missing-servers-error.js';
import { whatToTry } from './what-to-try.js';

/**
 * `npm start [-- --exit]`: servers, services, the main job on a full two-month visit; then it stays up until Ctrl-C, or ends with
 * the job's outcome when `--exit` is given.
 */
class LocalHub {
  readonly #progress = new Progress();
  #servers: Servers | null = null;
  #hub: Hub | null = null;
  #stopping: Promise<void> | null = null;

  async run(exitAfterwards: boolean): Promise<number> {
    const other = await runningHub();
    if (other !== null) {
      console.error(`A hub is running here already (process ${other.pid}): ${other.urls.operations}`);
      return 1;
    }
    try {
      const hub = await this.#start();
      const job = await runMainJob(hub, this.#progress);
      this.#progress.say('the main job is done');
      if (exitAfterwards) return 0;
      console.log(whatToTry(hub.urls, job));
      await new Promise<never>(() => undefined);
      return 0;
    } catch (error) {
      if (error instanceof MissingServersError) console.error(error.message);
      else
        console.error(
          `\nnpm start failed: ${error instanceof Error ? error.message : String(error)}\nLogs: ${hubFolder}/logs`,
        );
      return 1;
    } finally {
      await this.stop();
    }
  }

  /** Ends everything that was started, once, however often it is asked. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      await this.#hub?.stop();
      await this.#servers?.stop();
      await removeHubState();
    })();
    return this.#stopping;
  }

  async #start(): Promise<Hub> {
    this.#servers = await startServers({
      dir: hubFolder,
      persistent: true,
      fsync: true,
      say: (line) => this.#progress.say(line),
    });
    this.#hub = await startHub({
      servers: this.#servers,
      dir: hubFolder,
      wellKnownPorts: true,
      keepTraces: true,
      say: (line) => this.#progress.say(line),
      onEnded: (service, outcome) =>
        this.#progress.say(`${service} ended by itself (${outcome}); its log: ${hubFolder}/logs/${service}.log`),
    });
    await writeHubState(this.#hub.urls);
    return this.#hub;
  }
}

const local = new LocalHub();
const parent = process.ppid;

let ending = false;

/** A terminal sends its Ctrl-C to each of the processes of the command, and those before us pass it on: it comes more than once. */
async function endEarly(exitCode: number): Promise<void> {
  if (ending) return;
  ending = true;
  console.log('\nending ...');
  await local.stop();
  console.log('ended; nothing is left running');
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void endEarly(0));
// Whoever started us may have been killed with -9, and no signal comes.
setInterval(() => {
  if (process.ppid !== parent) void endEarly(1);
}, 1_000).unref();

process.exit(await local.run(process.argv.includes('--exit')));
