import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Servers for the tests: those of TEST_DATABASE_URL and TEST_KAFKA_BROKERS where both are set, otherwise started here and gone afterwards. */
export default async function setUp() {
  if (process.env.TEST_DATABASE_URL && process.env.TEST_KAFKA_BROKERS) return;
  const { startServers } = await import('../../dist/deploy/local/servers.js').catch((error) => {
    throw new Error('The tests use the compiled launcher: run `npm run build` first (`npm test` does)', {
      cause: error,
    });
  });
  const dir = await mkdtemp(join(tmpdir(), 'trivselshub-test-'));
  await chmod(dir, 0o755);
  const servers = await startServers({
    dir,
    persistent: false,
    fsync: false,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.env.TEST_DATABASE_URL = servers.databaseUrl;
  process.env.TEST_KAFKA_BROKERS = servers.brokers.join(',');
  globalThis.serversOfTheTests = servers;
}
