import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceDefinition } from '#service/service-definition.js';
import { StandInsConfigSchema } from '../../apps/stand-ins/src/stand-ins.config.js';
import { consumedTopics } from './consumed-topics.js';
import { hubServiceNames, type HubServiceName } from './hub-doors.js';
import { hubFiles } from './hub-files.js';
import { projectRoot } from './project-root.js';
import { serviceEnvironment } from './service-environment.js';
import { serviceNames } from './service-name.js';
import { services, type Surroundings } from './services.js';

async function definitionOf(name: HubServiceName): Promise<ServiceDefinition> {
  const file = `../../apps/${name}/src/${name}.service.js`;
  const exported = Object.values((await import(file)) as Record<string, ServiceDefinition>);
  return exported.find((value) => 'config' in value && 'module' in value)!;
}

describe('the environment that each service gets, from the launcher and from the provisioning under Docker alike', () => {
  let dir: string;
  let around: Surroundings;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trivselshub-environment-'));
    around = {
      urls: Object.fromEntries(
        serviceNames.map((name) => [name, `http://${name}.localhost:${services[name].port}`]),
      ) as Surroundings['urls'],
      files: await hubFiles(dir),
      databaseUrl: (database) => `postgresql://hub@postgresql:5432/${database}`,
      brokers: ['kafka:9092'],
      topicPrefix: 'hub.',
      env: { HOST: '0.0.0.0' },
    };
  });

  afterAll(() => rm(dir, { recursive: true }));

  it.each(hubServiceNames)('has every key that the configuration of %s needs, each of a right kind', async (name) => {
    const { config } = await definitionOf(name);
    expect(() => config.read(serviceEnvironment(name, around))).not.toThrow();
  });

  it('has every key that the stand-ins need', () => {
    expect(StandInsConfigSchema.safeParse(serviceEnvironment('stand-ins', around)).error).toBeUndefined();
  });

  it.each([
    ['notifications', 'REPLY_SEAL_KEY'],
    ['consent', 'REGISTER_SEAL_KEY'],
    ['operations', 'COOKIE_KEY'],
  ] as const)('stops the start of %s by name when %s is not in it', async (name, key) => {
    const { config } = await definitionOf(name);
    const { [key]: _left, ...rest } = serviceEnvironment(name, around);
    expect(() => config.read(rest)).toThrow(`${key} is missing`);
  });

  it('does not come from the compose file, where a secret would stand for all to read', () => {
    const compose = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
    const keys = serviceNames.flatMap((name) => Object.keys(services[name].env(around)));
    // The provisioning has an address of the same name: that of the server itself.
    expect(keys.filter((key) => key !== 'DATABASE_URL' && compose.includes(key))).toEqual([]);
  });
});

describe('the topics that each service reads', () => {
  it.each(hubServiceNames)('stand in consumed-topics as the events that %s hears have them', async (name) => {
    const { consumes } = await definitionOf(name);
    expect(consumedTopics[name]).toEqual([...new Set(consumes.map(({ topic }) => topic))].sort());
  });
});
