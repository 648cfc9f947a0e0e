import { mkdtemp, chmod, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '#local/hub.js';
import { startServers } from '#local/servers.js';
import { Settled } from '#local/settled.js';
import { hubUnderTest } from './hub-under-test.js';
import { runScenario } from './run-scenario.js';
import { readScenario } from './scenario-file.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run scenario -- FILE...`: a fresh hub, then every scenario in it; exit code 1 when an expectation failed. */
async function main(paths: readonly string[]): Promise<number> {
  if (paths.length === 0) {
    say('Name one or more scenario files or folders: npm run scenario -- test/scenarios');
    return 2;
  }
  const files = (await Promise.all(paths.map(scenarioFiles))).flat().sort();
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
        const findings = await runScenario(under, scenario, ({ passed: ok, what, detail }) => {
          say(`  ${ok ? 'pass' : 'FAIL'}  ${what}${ok ? '' : `\n        ${detail}`}`);
        });
        failed += findings.filter((finding) => !finding.passed).length;
        passed += findings.filter((finding) => finding.passed).length;
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

async function scenarioFiles(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  return (await readdir(path)).filter((name) => name.endsWith('.yaml')).map((name) => join(path, name));
}

process.exitCode = await main(process.argv.slice(2));
