import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { hubServiceNames } from '../local/hub-doors.js';
import { projectRoot } from '../local/project-root.js';
import { services } from '../local/services.js';
import { readPromql } from './read-promql.js';
import { unknownInQuery } from './unknown-in-query.js';

const read = (...path: string[]): string => readFileSync(join(projectRoot, ...path), 'utf8');

/** The format of rule files as Prometheus documents it; strict, so that a misspelt key fails. */
const RulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          keep_firing_for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'day']) }),
          annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});
const alerts = RulesSchema.parse(parse(read('deploy', 'prometheus', 'alerts.yml'))).groups.flatMap(
  ({ rules }) => rules,
);
const ofExporters = JSON.parse(read('deploy', 'prometheus', 'exporter-metrics.json')) as Record<
  string,
  { labels: string[] } | undefined
>;
const pages = readdirSync(join(projectRoot, 'docs', 'runbooks')).filter((file) => file !== 'README.md');
const pageOf = (alert: string): string => `${alert.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}.md`;

describe('the alerts', () => {
  it.each(alerts)('$alert asks for metrics that exist, in the grammar of Prometheus', ({ expr }) => {
    expect(unknownInQuery(expr)).toEqual([]);
  });

  it.each(alerts)('$alert says in its summary only what its result carries', ({ expr, annotations }) => {
    const { groupedBy, selected } = readPromql(expr);
    const carried = expr.includes('by (')
      ? groupedBy
      : ['service', 'instance', ...selected.flatMap(({ metric, labels }) => ofExporters[metric]?.labels ?? labels)];
    const named = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!);
    expect(named.filter((label) => !carried.includes(label))).toEqual([]);
  });

  it.each(alerts)('$alert has its page, with everything that a person needs at night', ({ alert, annotations }) => {
    expect(annotations.runbook).toBe(`docs/runbooks/${pageOf(alert)}`);
    const page = read(annotations.runbook);
    expect(page.startsWith(`# ${alert}\n`)).toBe(true);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'What it means',
      'What people notice',
      'Look at',
      'Do',
      'Call',
    ]);
  });

  it('have no page without an alert, and each page stands in the list', () => {
    expect(pages.sort()).toEqual(alerts.map(({ alert }) => pageOf(alert)).sort());
    const list = read('docs', 'runbooks', 'README.md');
    expect(pages.filter((page) => !list.includes(`(${page})`))).toEqual([]);
  });

  it('notice each service and each job of which there is no sign at all', () => {
    const exprOf = (name: string): string => alerts.find(({ alert }) => alert === name)!.expr;
    for (const service of hubServiceNames) {
      expect(exprOf('ServiceNotReachable')).toContain(`absent(up{service="${service}"})`);
      expect(exprOf('ServiceNotReachable')).toMatch(new RegExp(`=~"[^"]*\\b${service}\\b`));
    }
    const [, jobs = ''] = /hub_job=~"([^"]+)"/.exec(exprOf('BackgroundJobNotRun')) ?? [];
    for (const job of [...jobs.split('|'), 'retain-access-log'])
      expect(exprOf('BackgroundJobNotRun')).toContain(`absent(hub_job_last_success{hub_job="${job}"})`);
  });

  it('cover what stops quietly', () => {
    const asked = new Set(alerts.flatMap(({ expr }) => readPromql(expr).selected.map(({ metric }) => metric)));
    for (const metric of [
      'hub_outbox_oldest_age',
      'hub_consumer_lag',
      'hub_consumer_trouble',
      'hub_messages_stopped',
      'hub_gaps_open',
      'hub_work_late',
      'hub_letters_open',
      'hub_custody_register_answer_time_count',
      'hub_intake_refused_total',
      'hub_job_last_success',
      'hub_database_up',
      'hub_broker_up',
      'node_filesystem_avail_bytes',
    ]) {
      expect(asked).toContain(metric);
    }
  });

  it('link in their pages only to what is there', () => {
    const broken = pages.flatMap((page) =>
      [...read('docs', 'runbooks', page).matchAll(/\]\(([^)#:]+)\)/g)]
        .map(([, target]) => target!)
        .filter((target) => !existsSync(join(projectRoot, 'docs', 'runbooks', target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('prometheus.yml', () => {
  const config = parse(read('deploy', 'prometheus', 'prometheus.yml')) as {
    rule_files: string[];
    scrape_configs: { job_name: string; static_configs: { targets: string[]; labels?: { service: string } }[] }[];
  };

  it('asks every service at its port, under its name', () => {
    const hub = config.scrape_configs.find(({ job_name }) => job_name === 'hub')!;
    expect(hub.static_configs).toEqual(
      hubServiceNames.map((name) => ({ targets: [`${name}:${services[name].port}`], labels: { service: name } })),
    );
  });

  it('reads the alerts where compose puts them', () => {
    const compose = parse(read('docker-compose.yml'), { merge: true }) as {
      services: { prometheus: { volumes: string[] } };
    };
    const mounted = compose.services.prometheus.volumes.map((mount) => mount.split(':')[1]);
    expect(config.rule_files.filter((file) => !mounted.includes(file))).toEqual([]);
  });
});
