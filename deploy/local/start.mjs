import { become, command, prepare } from './prepare.mjs';

await command(async () => {
  const started = Date.now();
  const node = await prepare();
  return become(
    node,
    ['--disable-warning=TimeoutNegativeWarning', 'dist/deploy/local/start.js', ...process.argv.slice(2)],
    {
      HUB_STARTED_AT: String(started),
    },
  );
});
