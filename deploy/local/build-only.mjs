import { command, prepare } from './prepare.mjs';

await command(async () => {
  await prepare();
  return 0;
});
