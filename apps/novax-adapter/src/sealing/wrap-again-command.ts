import { createDataSource } from '#persistence/data-source.js';
import { migrate } from '#service/migrate.js';
import { novaxAdapterConfig } from '../novax-adapter.config.js';
import { keyMigrations } from './key-migrations.js';
import { KeyWrap } from './key-wrap.js';
import { WrapAgain } from './wrap-again.js';

/**
 * `node dist/apps/novax-adapter/src/sealing/wrap-again-command.js`, with the environment of the adapter: wraps every data key with
 * MASTER_KEY_FILE that OTHER_MASTER_KEY_FILE wrapped. Ends with 0 when no other is left, with 1 when it was stopped before.
 */
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
const config = novaxAdapterConfig.read(process.env);
const dataSource = createDataSource({
  url: config.KEYS_DATABASE_URL,
  migrations: [...keyMigrations],
  applicationName: 'novax-adapter-keys',
  poolSize: 2,
});
await dataSource.initialize();
try {
  await migrate(dataSource, 'novax-adapter-keys');
  const again = new WrapAgain(dataSource, KeyWrap.fromFile(config.MASTER_KEY_FILE, config.OTHER_MASTER_KEY_FILE));
  process.stdout.write(`${await again.left()} keys are wrapped by another master key\n`);
  const wrapped = await again.run((left) => process.stdout.write(`${left} left\n`), stopping.signal);
  const left = await again.left();
  process.stdout.write(
    left === 0
      ? `${wrapped} wrapped again, none left: OTHER_MASTER_KEY_FILE is no longer needed\n`
      : `Stopped: ${wrapped} wrapped again, ${left} left. Give the command again to go on.\n`,
  );
  process.exitCode = left === 0 ? 0 : 1;
} finally {
  await dataSource.destroy();
}
