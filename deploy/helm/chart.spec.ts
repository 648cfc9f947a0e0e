import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { ServiceDefinition } from '#service/service-definition.js';
import { type HubServiceName, hubServiceNames } from '../local/hub-doors.js';
import { projectRoot } from '../local/project-root.js';
import { chartHash } from './chart-hash.js';

interface Container {
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[];
  envFrom?: { configMapRef: { name: string } }[];
  resources: { requests: object; limits: object };
  securityContext: object;
  lifecycle: { preStop: { exec: { command: [string, string] } } };
  [probe: `${string}Probe`]: { httpGet: { path: string } };
}
interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  spec?: {
    replicas?: number;
    selector?: { matchLabels: Record<string, string> };
    template?: {
      metadata: { labels: Record<string, string> };
      spec: { containers: Container[]; securityContext: object; terminationGracePeriodSeconds: number };
    };
  };
}
type Model = new (data: object) => { validate(): void };

const helmFolder = join(projectRoot, 'deploy', 'helm');
/** No schema of the PodMonitor comes with Kubernetes: it belongs to the Prometheus operator. */
const FOREIGN = ['PodMonitor'];
const KEY = Buffer.alloc(32, 1).toString('base64');
/** What a secret holds, by its form: enough for the configuration to be read. */
const secretValue = (key: string): string =>
  key.endsWith('_URL') ? 'postgresql://role:password@database:5432/name' : key.endsWith('_KEY') ? KEY : 'token';

describe.each(['small', 'large'])('the chart for a %s municipality', (size) => {
  const text = readFileSync(join(helmFolder, 'rendered', `${size}.yaml`), 'utf8');
  const manifests = parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
  const ofKind = (kind: string): Manifest[] => manifests.filter((manifest) => manifest.kind === kind);
  const named = (kind: string, name: string): Manifest => ofKind(kind).find(({ metadata }) => metadata.name === name)!;
  const deployments = hubServiceNames.map((name) => ({ name, manifest: named('Deployment', `hub-${name}`) }));
  const container = (manifest: Manifest): Container => manifest.spec!.template!.spec.containers[0]!;
  const models = new Map<string, Model>();

  beforeAll(async () => {
    for (const { apiVersion, kind } of manifests.filter((each) => !FOREIGN.includes(each.kind))) {
      const exported = (await import(`kubernetes-models/${apiVersion}/${kind}`)) as Record<string, Model>;
      models.set(kind, exported[kind]!);
    }
  });

  it('is rendered from the chart as it is now (else: deploy/helm/render.ts)', () => {
    expect(text.split('\n', 1)[0]).toContain(chartHash(join(helmFolder, 'trivselshub')));
  });

  it('is valid by the schemas of Kubernetes', () => {
    const faults = manifests.flatMap((manifest) => {
      const model = models.get(manifest.kind);
      try {
        if (model) new model(manifest).validate();
        return [];
      } catch (error) {
        return [`${manifest.kind} ${manifest.metadata.name}: ${(error as Error).message}`];
      }
    });
    expect(faults).toEqual([]);
    expect(manifests.length).toBeGreaterThan(25);
  });

  it('gives every service what its configuration asks for, and nothing that it refuses', async () => {
    for (const { name, manifest } of deployments) {
      const { env = [], envFrom = [] } = container(manifest);
      const settings = Object.assign(
        {},
        ...envFrom.map(({ configMapRef }) => named('ConfigMap', configMapRef.name).data),
      );
      const secrets = Object.fromEntries(env.map((each) => [each.name, secretValue(each.name)]));
      const definition = await definitionOf(name);
      const config = definition.config.read({ HUB_ENV: 'production', ...settings, ...secrets });
      expect(config).toMatchObject({ PORT: 8080, HOST: '0.0.0.0' });
    }
  });

  it('holds no secret: passwords, keys and tokens are named only', () => {
    expect(ofKind('Secret')).toEqual([]);
    const values = manifests.flatMap(({ data = {} }) => Object.entries(data));
    expect(values.filter(([key]) => /PASSWORD|TOKEN|_KEY$|DATABASE_URL/.test(key))).toEqual([]);
    for (const { manifest } of deployments) {
      for (const { valueFrom } of container(manifest).env ?? [])
        expect(valueFrom?.secretKeyRef?.name).toMatch(/^trivselshub-/);
    }
  });

  it('asks the doors of health, limits memory and gives no rights', () => {
    for (const { manifest } of deployments) {
      const { livenessProbe, readinessProbe, startupProbe, resources, securityContext } = container(manifest);
      const { securityContext: ofPod } = manifest.spec!.template!.spec;
      expect(livenessProbe?.httpGet.path).toBe('/health/live');
      expect(readinessProbe?.httpGet.path).toBe('/health/ready');
      expect(startupProbe?.httpGet.path).toBe('/health/live');
      expect(resources).toMatchObject({
        requests: { cpu: expect.any(String) },
        limits: { memory: expect.any(String) },
      });
      expect(securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      });
      expect(ofPod).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    }
  });

  it('lets an instance end in peace: the way to it is closed first, and then it has its ten seconds', () => {
    for (const { manifest } of deployments) {
      const { lifecycle } = container(manifest);
      const [, seconds] = lifecycle.preStop.exec.command;
      expect(Number(seconds)).toBeGreaterThanOrEqual(5);
      expect(manifest.spec!.template!.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(Number(seconds) + 10);
    }
  });

  it('reaches the pods of each deployment by its service, its policy and, with several instances, its disruption budget', () => {
    for (const { name, manifest } of deployments) {
      const { labels } = manifest.spec!.template!.metadata;
      const chosen = (selector: object | undefined): void => expect(labels).toMatchObject(selector ?? { none: 'none' });
      chosen(manifest.spec!.selector?.matchLabels);
      chosen(named('Service', `hub-${name}`).spec!.selector);
      chosen(
        (named('NetworkPolicy', `hub-${name}`).spec as { podSelector?: { matchLabels: object } }).podSelector
          ?.matchLabels,
      );
      const budgets = ofKind('PodDisruptionBudget').filter(({ metadata }) => metadata.name === `hub-${name}`);
      expect(budgets).toHaveLength(manifest.spec!.replicas! > 1 ? 1 : 0);
      for (const budget of budgets) chosen(budget.spec!.selector?.matchLabels);
    }
  });

  it('deploys the services of the hub and nothing that stands in for others', () => {
    expect(
      ofKind('Deployment')
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(hubServiceNames.map((name) => `hub-${name}`).sort());
    expect(text).not.toContain('stand-ins');
  });
});

describe('the chart', () => {
  it('starts the instances again when any setting changes that all of them are told', () => {
    const template = (name: string) => readFileSync(join(helmFolder, 'trivselshub', 'templates', name), 'utf8');
    const [told] = template('config-maps.yaml').split('{{- range');
    const checksum = /checksum\/config: (.*)/.exec(template('deployments.yaml'))![1]!;
    const values = [...told!.matchAll(/\.Values\.(\w+)/g)].map(([, name]) => name);
    expect(values).toContain('homeMunicipality');
    expect(values.filter((name) => !checksum.includes(`$.Values.${name} `))).toEqual([]);
  });
});

async function definitionOf(name: HubServiceName): Promise<ServiceDefinition> {
  const exported = Object.values(
    (await import(`../../apps/${name}/src/${name}.service.js`)) as Record<string, unknown>,
  );
  const isDefinition = (value: unknown): value is ServiceDefinition =>
    typeof value === 'object' && value !== null && 'config' in value && 'module' in value;
  return exported.find(isDefinition)!;
}
