import { flushCompileCache } from 'node:module';
import { log } from '#observability/log.js';
import { Telemetry } from '#observability/telemetry.js';
import { ConfigError, type BaseConfig } from './config.js';
import { printedConfig } from './printed-config.js';
import type { ServiceDefinition } from './service-definition.js';
import { startService, type RunningService } from './start-service.js';

const LONGEST_END_MS = 9500;

/**
 * The whole of a service's `main.ts`: starts it from the environment and ends it on SIGTERM and SIGINT within ten seconds. When it cannot
 * start, one line says why and the exit code is 1.
 */
export async function createService<Config extends BaseConfig>(definition: ServiceDefinition<Config>): Promise<void> {
  diePlainly();
  let running: Promise<RunningService> | undefined;
  try {
    const config = definition.config.read(process.env);
    process.stdout.write(
      `${JSON.stringify({ level: 'info', service: definition.name, config: printedConfig(config) })}\n`,
    );
    running = startService(definition, process.env);
    endOnSignals(running);
    await running;
    // Node keeps it at the end by itself, but not every process ends in order.
    flushCompileCache();
  } catch (error) {
    process.stderr.write(`${definition.name} cannot start: ${reason(error)}\n`);
    await Telemetry.stop();
    process.exit(1);
  }
}

function endOnSignals(running: Promise<RunningService>): void {
  let ending = false;
  const end = async (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    log.info('Ending', { signal });
    setTimeout(() => {
      log.error('Ending took too long and is cut short');
      process.exit(1);
    }, LONGEST_END_MS).unref();
    try {
      await (await running).close();
      log.info('Ended');
    } catch (error) {
      log.error('Ending failed', {}, error);
      process.exitCode = 1;
    }
    await Telemetry.stop();
    process.exit();
  };
  process.on('SIGTERM', (signal) => void end(signal));
  process.on('SIGINT', (signal) => void end(signal));
}

/** Node would print the message of a stray error, which may quote data; the log tells its class and place. The process cannot be trusted further. */
function diePlainly(): void {
  process.on('uncaughtException', (error) => {
    log.error('A stray error ends the process', {}, error);
    process.exit(1);
  });
}

/** Before the start no data of a person is at hand, so the message may be told; what failed and where is what an operator needs. */
function reason(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
}
