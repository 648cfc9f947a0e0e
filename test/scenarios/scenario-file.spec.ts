import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandError } from '#local/command-error.js';
import { projectRoot } from '#local/project-root.js';
import { readScenario } from './scenario-file.js';

const GIVEN = `scenario: X
title: A story
rules: [R2]
given:
  children:
    barn: { cpr: 640326-4012, unit: HV-1, guardians: [G1] }
  guardians:
    G1: { cpr: 690292-1112, name: Alma Prøvesen }
steps:
  - at: 2026-05-06 10:00
    as: health_visitor HV-1
    read: { record: barn }
    expect:
      level: { child: barn, is: below_cutoff }
`;
/** Day 1 of January, which may be somebody's; put together here so that no such number stands in the repository. */
const SOMEBODY = ['010126', '4012'].join('-');

describe('reading a scenario', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'scenario-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function faultOf(text: string): Promise<string> {
    const file = join(dir, 'story.yaml');
    await writeFile(file, text);
    const fault: unknown = await readScenario(file).then(
      () => null,
      (error: unknown) => error,
    );
    if (fault === null) return 'none';
    expect(fault).toBeInstanceOf(CommandError);
    expect((fault as CommandError).exitCode).toBe(2);
    expect((fault as CommandError).message).toContain(file);
    return (fault as CommandError).message;
  }

  it('takes every scenario of the product', async () => {
    const folder = join(projectRoot, 'test/scenarios');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) await expect(readScenario(join(folder, file))).resolves.toBeDefined();
    expect(await faultOf(GIVEN)).toBe('none');
  });

  it.each([
    ['a number that may be somebody living', '640326-4012', SOMEBODY, 'living person'],
    ['a number whose date does not exist, for somebody given', '690292-1112', '911392-1112', 'does not exist'],
    ['a misspelt level', 'below_cutoff', 'below_cut_off', 'steps[0].expect.level.is'],
    ['a misspelt role', 'health_visitor HV-1', 'health_visiter HV-1', 'steps[0].as'],
    ['an unknown word', 'title:', 'titel:', 'titel'],
    ['a story without a time', 'at: 2026-05-06 10:00\n    as:', 'as:', 'what time it is'],
    ['broken YAML', 'guardians: [G1]', 'guardians: [G1', 'is not YAML'],
  ])('refuses %s, and says where', async (_what, right, wrong, told) => {
    expect(await faultOf(GIVEN.replace(right, wrong))).toContain(told);
  });

  it('takes a test citizen of MedCom, and a number of nobody where it is to be refused', async () => {
    const send = (cpr: string): string =>
      `${GIVEN}  - as: journal K1\n    send: { record: A, version: 1, cpr: ${cpr}, observed: 2026-05-06 09:00, items: [], certified: true }\n    answer: { status: 422, code: CPR_INVALID }\n`;
    expect(await faultOf(GIVEN.replace('640326-4012', '050520-9996'))).toBe('none');
    expect(await faultOf(send('310226-4000'))).toBe('none');
    expect(await faultOf(send(SOMEBODY))).toContain('living person');
  });

  it('refuses an event that the catalogue does not have, unless it is to come never', async () => {
    const counted = (count: number): string =>
      `${GIVEN}      events: { of: barn, count: { focus_point.created: ${count} } }\n`;
    expect(await faultOf(counted(0))).toBe('none');
    expect(await faultOf(counted(1))).toContain('no event of the catalogue');
  });
});
