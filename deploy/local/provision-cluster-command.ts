import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { provision } from './provision.js';

const EnvironmentSchema = z.object({
  /** A PostgreSQL role that may create roles and databases. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  KAFKA_BROKERS: z.string().transform((text) => text.split(',').map((broker) => broker.trim())),
  TOPIC_PREFIX: z.string().default('hub.'),
  /** Before the names of databases and roles, so that several hubs share a cluster. */
  DATABASE_PREFIX: z
    .string()
    .regex(/^[a-z0-9_]*$/)
    .default(''),
  /** A file for each role of `databases.json`, named like it, with its password; whoever installs has made them. */
  PASSWORDS_FOLDER: z.string(),
  /** For a trial with fewer than three brokers. */
  FEWER_COPIES: z.stringbool().default(false),
});

/** Roles, databases and topics of an installation; makes no secret and writes no file. Running it again changes nothing. */
async function main(): Promise<void> {
  const config = EnvironmentSchema.parse(process.env);
  const databases = await provision({
    databaseUrl: config.DATABASE_URL,
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.TOPIC_PREFIX,
    databasePrefix: config.DATABASE_PREFIX,
    passwordOf: (role) => readFileSync(join(config.PASSWORDS_FOLDER, role), 'utf8').trim(),
    fewerCopies: config.FEWER_COPIES,
    tell: (difference) => console.warn(difference),
  });
  console.log(`provisioned: ${[...databases.keys()].join(', ')}; topics with prefix ${config.TOPIC_PREFIX}`);
}

await main();
