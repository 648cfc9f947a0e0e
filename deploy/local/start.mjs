import { become, command, prepare } from './prepare.mjs';

const args = process.argv.slice(2);

await command('start', args, async () => {
  const started = Date.now();
  const node = await prepare();
  return become(node, ['--disable-warning=TimeoutNegativeWarning', 'dist/deploy/local/start.js', ...args], {
    HUB_STARTED_AT: String(started),
  });
});
