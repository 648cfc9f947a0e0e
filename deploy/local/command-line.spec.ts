import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandError } from './command-error.js';
import { namedFiles } from './named-files.js';
import { projectRoot } from './project-root.js';
import { whoIsKnown } from './who-is-known.js';

interface Ended {
  code: number | string | null | undefined;
  told: string;
}

/** As npm would run it. What is refused is refused before anything is installed, built or thrown away. */
function run(script: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(projectRoot, 'deploy/local', script), ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, told: stdout + stderr }),
    );
  });
}

describe('A command', () => {
  it.each([
    ['run.mjs', ['reset', '--help'], "Unknown option '--help'. Nothing was done. Use it so: npm run reset"],
    ['run.mjs', ['reset', 'data'], '"data" is one argument too many. Nothing was done. Use it so: npm run reset'],
    ['start.mjs', ['--bogus'], "Unknown option '--bogus'. Nothing was done. Use it so: npm start [-- --exit]"],
    ['build-only.mjs', ['--fast'], "Unknown option '--fast'. Nothing was done. Use it so: npm run build"],
    ['check.mjs', ['all'], '"all" is one argument too many. Nothing was done. Use it so: npm run check'],
    [
      'run.mjs',
      ['faults', '--rounds', 'many'],
      '--rounds takes a whole number above 0. Nothing was done. Use it so: npm run faults [-- --fault NAME[,NAME] --seed N --rounds N --from REF | --list]',
    ],
    [
      'run.mjs',
      ['bench', '--compare=--exec'],
      '--compare takes the name of a commit. Nothing was done. Use it so: npm run bench [-- --quick | --portal | --stored N | --drain N | --replay N | --compare REF]',
    ],
    [
      'run.mjs',
      ['token', 'ops', 'p1'],
      '"p1" is one argument too many. Nothing was done. Use it so: npm run -s token -- WHO',
    ],
    [
      'run.mjs',
      ['report'],
      'Name files or folders with reports (JSON or XML). Nothing was done. Use it so: npm run report -- FILE...',
    ],
  ])('%s %j does nothing and says how it is used', async (script, args, told) => {
    expect(await run(script, ...args)).toEqual({ code: 2, told: `${told}\n` });
  });
});

describe('The files that a command is given', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'named-'));
    await mkdir(join(dir, 'deep'));
    for (const name of ['b.xml', 'deep/a.json', 'note.txt']) await writeFile(join(dir, name), '');
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('are those of a folder whose name fits, however deep, and a file as it is named', async () => {
    const found = await namedFiles([dir, join(dir, 'note.txt')], /\.(json|xml)$/);
    expect(found.map((file) => file.slice(dir.length + 1))).toEqual(['b.xml', 'deep/a.json', 'note.txt']);
  });

  it('are refused by name when nothing is there', async () => {
    const missing = join(dir, 'nofile');
    await expect(namedFiles([missing], /./)).rejects.toThrow(
      new CommandError(`${missing} is not there. Name a file or a folder that is.`),
    );
  });
});

describe('The list of those for whom there is a token', () => {
  it('names systems, staff with role and unit, and invented parents', () => {
    const staff = [{ username: 'hv1-nurse', role: 'health_visitor', organisation: 'HV-1', municipality: 'K1' }];
    const parents = [{ cpr: '6902921112', name: 'Mette Lyngtoft' }];
    const told = whoIsKnown(['journal-k1'], { staff, parents });
    expect(told).toContain('Systems: journal-k1');
    expect(told).toContain('hv1-nurse  health_visitor, HV-1, K1');
    expect(told).toContain('6902921112  Mette Lyngtoft');
  });
});
