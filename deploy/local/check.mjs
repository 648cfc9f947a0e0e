import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { command, prepare, root } from './prepare.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Everything is checked and told, also after a failure. */
const CHECKS = [
  ['format', [bin('prettier'), '--check', '--log-level=warn', '.']],
  ['lint', [bin('oxlint'), '--deny-warnings']],
  ['types', [bin('tsc'), '--noEmit', '-p', 'tsconfig.json']],
  ['boundaries', [bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'deploy', 'test', 'bench']],
  ['unused code', [bin('knip')]],
  ['generated files fresh', [join(root, 'deploy', 'local', 'generated-fresh.mjs')]],
];

function check(node, args) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('close', (code) => resolve({ code, output }));
  });
}

await command('check', process.argv.slice(2), async () => {
  const node = await prepare();
  const failed = [];
  for (const [name, args] of CHECKS) {
    const start = Date.now();
    const { code, output } = await check(node, args);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    if (code !== 0) {
      failed.push(name);
      console.log(output.trimEnd());
    }
  }
  console.log(failed.length === 0 ? 'all checks passed' : `failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});
