import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hubFiles } from './hub-files.js';
import { provision } from './provision.js';
import { serviceEnvironment } from './service-environment.js';
import { serviceNames, type ServiceName } from './service-name.js';
import { services } from './services.js';

const EnvironmentSchema = z.object({
  /** A superuser of the PostgreSQL server. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  KAFKA_BROKERS: z.string().transform((text) => text.split(',')),
  TOPIC_PREFIX: z.string().default('hub.'),
  /** Keys are made here once, and the environment of each service is written to `<service>.env`. */
  KEYS_FOLDER: z.string(),
  /** The address of a service with `{name}` and `{port}` to fill in; it must be the same for the services and for a browser. */
  SERVICE_ADDRESS: z.string().default('http://{name}.localhost:{port}'),
  OTLP_URL: z.url().optional(),
});

/** Roles, databases, topics, keys and one environment file for each service: everything that must be there before the services start. */
async function main(): Promise<void> {
  const config = EnvironmentSchema.parse(process.env);
  await mkdir(config.KEYS_FOLDER, { recursive: true });
  const address = (name: ServiceName): string =>
    config.SERVICE_ADDRESS.replace('{name}', name).replace('{port}', String(services[name].port));
  const files = await hubFiles(config.KEYS_FOLDER, address('parent-portal'));
  const databases = await provision({
    databaseUrl: config.DATABASE_URL,
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.TOPIC_PREFIX,
    databasePrefix: '',
    passwordOf: files.databasePassword,
    fewerCopies: true,
  });
  const around = {
    urls: Object.fromEntries(serviceNames.map((name) => [name, address(name)])) as Record<ServiceName, string>,
    files,
    databaseUrl: (database: string) => databases.get(database) ?? '',
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.TOPIC_PREFIX,
    env: { HOST: '0.0.0.0', ...(config.OTLP_URL === undefined ? {} : { OTLP_URL: config.OTLP_URL }) },
  };
  for (const name of serviceNames) {
    const lines = Object.entries(serviceEnvironment(name, around)).map(([key, value]) => `${key}='${value}'\n`);
    await writeFile(join(config.KEYS_FOLDER, `${name}.env`), lines.join(''), { mode: 0o600 });
  }
  console.log(
    `provisioned: ${[...databases.keys()].join(', ')}; topics with prefix ${config.TOPIC_PREFIX}; keys and environments in ${config.KEYS_FOLDER}`,
  );
}

await main();
