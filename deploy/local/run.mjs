import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { become, command, prepare, Refusal, root } from './prepare.mjs';

/** What `npm run <command>` runs, as compiled. */
const COMMANDS = {
  report: 'dist/deploy/local/report.js',
  scenario: 'dist/test/scenarios/main.js',
  bench: 'dist/bench/main.js',
  faults: 'dist/bench/faults.js',
  reset: 'dist/deploy/local/reset.js',
  generate: 'dist/deploy/local/generate.js',
  token: 'dist/deploy/local/token.js',
  hub: 'dist/deploy/operator/main.js',
};

const [name, ...args] = process.argv.slice(2);
const file = COMMANDS[name];
if (file === undefined) {
  console.error(`There is no command ${name ?? ''}. Known: ${Object.keys(COMMANDS).join(', ')}`);
  process.exit(2);
}

await command(name, args, async () => {
  const node = await prepare();
  if (!existsSync(join(root, file))) throw new Refusal(`${name} is not built: ${file} is missing`);
  return become(node, ['--disable-warning=TimeoutNegativeWarning', file, ...args], {
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
  });
});
