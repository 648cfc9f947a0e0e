import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#local/project-root.js';
import { faultPage } from './fault-page.js';
import type { FaultResult } from './fault-result.js';
import { playedElsewhere } from './played-elsewhere.js';

const fault = (part: Partial<FaultResult>): FaultResult => ({
  name: 'broker-killed',
  seed: 7,
  rounds: 2,
  acknowledged: 100,
  lost: 0,
  doubled: 0,
  outOfOrder: 0,
  recoverP50Ms: 1_500,
  recoverP95Ms: 2_400,
  seconds: 30,
  held: true,
  troubles: [],
  ...part,
});

const page = (faults: readonly FaultResult[]): string =>
  faultPage({
    date: '2026-05-06T10:15:00Z',
    commit: 'abc1234',
    machine: { cpu: 'EPYC', cores: 2, memoryGb: 24, node: 'v24.21.0' },
    seconds: 90,
    faults,
    courses: [],
  });

describe('the page of the fault campaign', () => {
  it('has one line for each fault with its figures, and the sums above', () => {
    const text = page([
      fault({ kills: 42 }),
      fault({ name: 'database-killed', acknowledged: 50, recoverP50Ms: null, recoverP95Ms: null }),
    ]);
    expect(text).toContain('commit abc1234, EPYC, 2 cores, 24 GB, v24.21.0. 2 minutes');
    expect(text).toContain('150 entries acknowledged, 0 lost, 0 doubled, 0 out of order');
    expect(text).toContain('| broker-killed | 7 | 2 | 42 | 100 | 0 | 0 | 0 | 1.5 s | 2.4 s | yes |');
    expect(text).toContain('| database-killed | 7 | 2 | - | 50 | 0 | 0 | 0 | - | - | yes |');
    expect(text).toContain('## What was not as required\n\nNothing.');
    expect(text).toMatch(/Not in this run: .*\bpower-cut\b/);
    expect(text).not.toMatch(/Not in this run: .*\bbroker-killed\b/);
  });

  it('lists every trouble of every fault that did not go as required', () => {
    const text = page([fault({ held: false, lost: 1, troubles: ['lost: result F1-3: no event', 'parked | here'] })]);
    expect(text).toContain('| 100 | 1 | 0 | 0 | 1.5 s | 2.4 s | **no** |');
    expect(text).toContain('**broker-killed**\n\n- lost: result F1-3: no event\n- parked / here');
    expect(page([fault({ held: false, troubles: ['lost'] }), fault({ name: 'power-cut' })])).toMatch(
      /^2 of \d+ faults, 1 as required, /m,
    );
  });

  it.each([
    ['its last whole sentence', `${'a'.repeat(400)}. ${'b'.repeat(400)}`, `${'a'.repeat(400)}.`],
    ['its last whole word', `a. ${'a'.repeat(590)} ${'b'.repeat(400)}`, `a. ${'a'.repeat(590)}...`],
    ['its end, where it is one word', 'a'.repeat(700), `${'a'.repeat(600)}...`],
    ['its end, where it is short enough', 'a b. c'.repeat(100), 'a b. c'.repeat(100)],
  ])('shows a trouble up to %s', (_, trouble, shown) => {
    expect(page([fault({ held: false, troubles: [trouble] })])).toContain(`**broker-killed**\n\n- ${shown}\n\n`);
  });

  it('says of what is no fault of the campaign in which tests it is played', () => {
    const published = readFileSync(join(projectRoot, 'docs', 'faults', 'faults.md'), 'utf8');
    const section = playedElsewhere.map((line) => `- ${line}`).join('\n');
    for (const text of [page([fault({})]), published]) expect(text).toContain(`## Played elsewhere\n\n${section}\n`);
    const named = [...section.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });
});
