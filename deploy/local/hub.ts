import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hubFiles } from './hub-files.js';
import type { Hub, HubOptions } from './hub-options.js';
import { projectRoot } from './project-root.js';
import { provision } from './provision.js';
import { RunningHub } from './running-hub.js';
import { serviceNames, type ServiceName } from './service-name.js';
import { freePort } from './servers/free-port.js';
import { services } from './services.js';

/** Each service's address: its well-known port where that is wished and free; where another had to be taken, that is said. */
async function addresses(wellKnown: boolean, say: (line: string) => void): Promise<Record<ServiceName, string>> {
  const urls: Partial<Record<ServiceName, string>> = {};
  const taken = new Set<number>();
  for (const name of serviceNames) {
    const wished = wellKnown ? services[name].port : undefined;
    let port = await freePort(wished);
    while (taken.has(port)) port = await freePort();
    taken.add(port);
    urls[name] = `http://127.0.0.1:${port}`;
    if (wished !== undefined && port !== wished) say(`port ${wished} is taken; ${name} is at ${urls[name]}`);
  }
  return urls as Record<ServiceName, string>;
}

function databasePrefix(topicPrefix: string): string {
  return topicPrefix === 'hub.'
    ? ''
    : `${topicPrefix
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/_$/, '')}_`;
}

/**
 * Makes databases and topics, starts the stand-ins and then the services, and resolves when all are ready. Everything a service prints goes
 * to `dir`/logs. When one does not come up, all are ended and the error says why.
 */
export async function startHub(options: HubOptions): Promise<Hub> {
  const names = serviceNames.filter((name) => options.only?.includes(name) ?? true);
  for (const name of names) {
    const main = join(projectRoot, 'dist', 'apps', name, 'src', 'main.js');
    if (!existsSync(main)) throw new Error(`${name} is not built: ${main} is missing (npm run build)`);
  }
  const topicPrefix = options.topicPrefix ?? 'hub.';
  const files = await hubFiles(resolve(options.dir));
  const databases = await provision({
    databaseUrl: options.servers.databaseUrl,
    brokers: options.servers.brokers,
    topicPrefix,
    databasePrefix: databasePrefix(topicPrefix),
    passwordOf: files.databasePassword,
    fewerCopies: true,
  });
  const databaseUrl = (database: string): string => {
    const url = databases.get(database);
    if (url === undefined) throw new Error(`deploy/databases.json has no database ${database}`);
    return url;
  };
  const urls = await addresses(options.wellKnownPorts ?? false, options.say ?? (() => undefined));
  for (const name of serviceNames) urls[name] = options.behind?.[name]?.url ?? urls[name];
  const otlpUrl = process.env['OTLP_URL'] ?? (options.keepTraces ? urls.operations : undefined);
  const hub = new RunningHub(options, {
    urls,
    files,
    databaseUrl,
    brokers: options.servers.brokers,
    topicPrefix,
    env: {
      ...(otlpUrl === undefined ? {} : { OTLP_URL: otlpUrl }),
      ...(options.clock === undefined ? {} : { HUB_CLOCK: options.clock }),
      ...options.env,
    },
  });
  try {
    if (names.includes('stand-ins')) await hub.start('stand-ins');
    const rest = names.filter((name) => name !== 'stand-ins');
    await Promise.all(
      rest.map((name) => {
        const killAt = options.killAt?.[name];
        return hub.start(name, killAt === undefined ? {} : { killAt });
      }),
    );
    options.say?.(`services: ${names.join(', ')}`);
    return hub;
  } catch (error) {
    await hub.stop();
    throw error;
  }
}
