import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { hubServiceNames } from '../local/hub-doors.js';
import { projectRoot } from '../local/project-root.js';
import { unknownInQuery } from '../prometheus/unknown-in-query.js';

const folder = join(projectRoot, 'deploy', 'grafana');
const Datasource = z.object({ type: z.string(), uid: z.string() });
/** What Grafana needs of a dashboard to show it; it takes far more. */
const DashboardSchema = z.object({
  uid: z.string().max(40),
  title: z.string().min(1),
  schemaVersion: z.number(),
  panels: z
    .array(
      z.object({
        id: z.number(),
        type: z.enum(['timeseries', 'stat']),
        title: z.string().min(1),
        datasource: Datasource,
        gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
        fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }),
        targets: z.array(z.object({ refId: z.string(), datasource: Datasource, expr: z.string() })).min(1),
      }),
    )
    .min(1),
});
const dashboards = readdirSync(join(folder, 'dashboards')).map((file) => ({
  file,
  board: DashboardSchema.parse(JSON.parse(readFileSync(join(folder, 'dashboards', file), 'utf8'))),
}));
const sources = parse(readFileSync(join(folder, 'provisioning', 'datasources', 'hub.yaml'), 'utf8')) as {
  datasources: { uid: string; type: string; url: string }[];
};

/** The jobs that go round in a service, by the names under which they say so. */
const jobsOf = (service: string): string[] => {
  const source = join(projectRoot, 'apps', service, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.job.ts'))
    .flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/jobRounds\.succeeded\('([\w-]+)'\)/g)])
    .map(([, job]) => job!);
};

describe('the dashboards', () => {
  it('are there for intake, chains, letters, consumers, what stands still, and each service', () => {
    expect(dashboards.map(({ file }) => file).sort()).toEqual(
      ['intake', 'chain', 'letters', 'consumers', 'dead-letters', ...hubServiceNames.map((name) => `service-${name}`)]
        .map((name) => `${name}.json`)
        .sort(),
    );
    for (const { file, board } of dashboards) expect(`${board.uid}.json`).toBe(`hub-${file}`);
  });

  it('show at each service how long ago those of its jobs came through that somebody is called for', () => {
    const alerts = readFileSync(join(projectRoot, 'deploy', 'prometheus', 'alerts.yml'), 'utf8');
    const called = hubServiceNames.flatMap((service) =>
      jobsOf(service)
        .filter((job) => alerts.includes(`hub_job="${job}"`))
        .map((job) => ({ service, job })),
    );
    expect(called).toContainEqual({ service: 'notifications', job: 'letter-sending' });
    const isShown = ({ service, job }: { service: string; job: string }): boolean =>
      dashboards
        .find(({ file }) => file === `service-${service}.json`)!
        .board.panels.flatMap(({ targets }) => targets)
        .some(({ expr }) => new RegExp(`hub_job_last_success{hub_job=[^}]*\\b${job}\\b`).test(expr));
    expect(called.filter((each) => !isShown(each))).toEqual([]);
  });

  it.each(dashboards)('$file asks for metrics that exist', ({ board }) => {
    const queries = board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(queries.flatMap((query) => unknownInQuery(query).map((unknown) => `${query}: ${unknown}`))).toEqual([]);
  });

  it.each(dashboards)('$file asks the data sources that are provisioned', ({ board }) => {
    const known = new Set(sources.datasources.map(({ uid, type }) => `${type} ${uid}`));
    const asked = board.panels.flatMap((panel) => [panel.datasource, ...panel.targets.map((each) => each.datasource)]);
    expect(asked.filter(({ uid, type }) => !known.has(`${type} ${uid}`))).toEqual([]);
  });

  it.each(dashboards)('$file lays no panel over another or past the edge', ({ board }) => {
    const places = board.panels.map(({ gridPos }) => gridPos);
    expect(places.filter(({ x, w }) => x + w > 24)).toEqual([]);
    const overlaps = places.filter((one, nth) =>
      places
        .slice(nth + 1)
        .some(
          (other) =>
            one.x < other.x + other.w &&
            other.x < one.x + one.w &&
            one.y < other.y + other.h &&
            other.y < one.y + one.h,
        ),
    );
    expect(overlaps).toEqual([]);
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
  });
});

describe('the data sources', () => {
  it('are reached at services of compose', () => {
    const compose = parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
      services: Record<string, unknown>;
    };
    const hosts = sources.datasources.map(({ url }) => new URL(url).hostname);
    expect(hosts.filter((host) => !(host in compose.services))).toEqual([]);
  });
});
