import { become, command, prepare } from './prepare.mjs';

const FLAGS = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TimeoutNegativeWarning',
];

const own = process.argv.slice(2);

await command('test', own, async () => {
  const node = await prepare();
  const args = ['node_modules/jest/bin/jest.js', '--maxWorkers=2', ...own];
  return become(node, [...FLAGS, ...args], { KAFKAJS_NO_PARTITIONER_WARNING: '1' });
});
