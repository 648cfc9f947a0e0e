/**
 * Loaded before the service itself (`node --import ./dist/libs/observability/src/preload.js ...`), so that every instrument finds
 * telemetry started. Reads OTLP_URL; without it nothing is exported, but trace ids are still made and passed on.
 */
import { basename, dirname, resolve } from 'node:path';
import { jobRounds } from './job-rounds.js';
import { observeProcess } from './process-metrics.js';
import { Telemetry } from './telemetry.js';

/** `dist/apps/screening/src/main.js` is the service `screening`. */
function serviceName(): string {
  const main = process.argv[1];
  return process.env['HUB_SERVICE'] ?? (main ? basename(dirname(dirname(resolve(main)))) : 'hub');
}

process.env['HUB_SERVICE'] = serviceName();
await Telemetry.start({ service: serviceName(), otlpUrl: process.env['OTLP_URL'] });
observeProcess();
jobRounds.observe();
