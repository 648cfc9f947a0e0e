import { createDataSource } from '#persistence/data-source.js';
import { migrate } from '#service/migrate.js';
import { runSealAgain } from '#service/run-seal-again.js';
import { novaxAdapterConfig } from '../novax-adapter.config.js';
import { keyMigrations } from './key-migrations.js';
import { masterKeys, wrappedKeys } from './master-keys.js';

/**
 * `node dist/apps/novax-adapter/src/sealing/wrap-again-command.js`, with the environment of the adapter: wraps every data key with
 * MASTER_KEY_FILE that OTHER_MASTER_KEY_FILE wrapped.
 */
const config = novaxAdapterConfig.read(process.env);
const dataSource = createDataSource({
  url: config.KEYS_DATABASE_URL,
  migrations: [...keyMigrations],
  applicationName: 'novax-adapter-keys',
  poolSize: 2,
});
await dataSource.initialize();
await migrate(dataSource, 'novax-adapter-keys');
await runSealAgain(dataSource, wrappedKeys, masterKeys(config), 'MASTER_KEY_FILE');
