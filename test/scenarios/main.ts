import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '#local/command-error.js';
import { startHub } from '#local/hub.js';
import { namedFiles } from '#local/named-files.js';
import { runCommand } from '#local/run-command.js';
import { startServers } from '#local/servers.js';
import { Settled } from '#local/settled.js';
import { hubUnderTest } from './hub-under-test.js';
import { runScenario } from './run-scenario.js';
import { readScenario } from './scenario-file.js';
import type { Finding } from './world.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run scenario -- FILE...`: a fresh hub, then every scenario in it; exit code 1 when an expectation failed. */
async function main(paths: readonly string[]): Promise<number> {
  const files = (await namedFiles(paths, /\.ya?ml$/)).sort();
  if (files.length === 0) throw new CommandError(`No scenario (.yaml) was found in ${paths.join(', ')}.`, 1);
  const scenarios = await Promise.all(files.map(async (file) => ({ file, scenario: await readScenario(file) })));
  const dir = await mkdtemp(join(tmpdir(), 'trivselshub-scenario-'));
  await chmod(dir, 0o755);
  const servers = await startServers({ dir: join(dir, 'servers'), persistent: false, fsync: false, say });
  try {
    const hub = await startHub({ servers, dir, say });
    const settled = await Settled.open({
      databaseUrl: servers.databaseUrl,
      brokers: servers.brokers,
      topicPrefix: 'hub.',
    });
    try {
      let failed = 0;
      let passed = 0;
      for (const { file, scenario } of scenarios) {
        say(`\n${scenario.scenario}  ${scenario.title}  (${file})`);
        const under = hubUnderTest(hub, settled, servers.brokers, 'hub.');
        const tell = ({ passed: ok, what, detail }: Finding): void => {
          if (ok) passed += 1;
          else failed += 1;
          say(`  ${ok ? 'pass' : 'FAIL'}  ${what}${ok ? '' : `\n        ${detail}`}`);
        };
        try {
          await runScenario(under, scenario, tell);
        } catch (error) {
          if (!(error instanceof CommandError)) throw error;
          tell({ passed: false, what: 'the story could not go on', detail: error.message });
        }
      }
      say(`\n${passed} passed, ${failed} failed`);
      return failed === 0 ? 0 : 1;
    } finally {
      await settled.close();
      await hub.stop();
    }
  } finally {
    await servers.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

await runCommand(main);
