import { command, prepare } from './prepare.mjs';

await command('build', process.argv.slice(2), async () => {
  await prepare();
  return 0;
});
